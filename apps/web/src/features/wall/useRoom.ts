import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Room } from './grid.ts';

/** Where one scrolls, there is room for all. */
const IN_A_HAND = '(max-width: 40rem)';

/** How large the element is; undefined before it is known. The unit is the size of its font. */
export const useRoom = <E extends HTMLElement>(): readonly [RefObject<E | null>, Room | undefined] => {
  const element = useRef<E>(null);
  const [room, setRoom] = useState<Room>();
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const observer = new ResizeObserver(() => {
      const { width, height } = current.getBoundingClientRect();
      const scrolls = window.matchMedia(IN_A_HAND).matches;
      setRoom({
        width,
        height: scrolls ? Number.POSITIVE_INFINITY : height,
        unit: Number.parseFloat(getComputedStyle(current).fontSize),
      });
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return [element, room];
};
