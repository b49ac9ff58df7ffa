import { type RefObject, useEffect } from 'react';

/** When what has the focus inside of an element goes by being pressed, the focus goes on to its heir rather than to the top of the page. */
export const useFocusHeir = (within: RefObject<HTMLElement | null>, heir: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const element = within.current;
    if (element === null) return;
    let focused: EventTarget | null = null;
    const observer = new MutationObserver(() => {
      if (!(focused instanceof Node) || focused.isConnected) return;
      focused = null;
      if (document.activeElement === document.body) heir.current?.focus({ preventScroll: true });
    });
    const enter = ({ target }: FocusEvent): void => {
      focused = target;
    };
    const leave = ({ target }: FocusEvent): void => {
      // Some browsers tell this of what goes, too: that it is gone is seen a moment later.
      queueMicrotask(() => {
        if (focused === target && target instanceof Node && target.isConnected) focused = null;
      });
    };
    observer.observe(element, { childList: true, subtree: true });
    element.addEventListener('focusin', enter);
    element.addEventListener('focusout', leave);
    return () => {
      observer.disconnect();
      element.removeEventListener('focusin', enter);
      element.removeEventListener('focusout', leave);
    };
  }, [within, heir]);
};
