'use client';
import { autoUpdate, flip, offset, shift, useFloating } from '@floating-ui/react-dom';
import { type ReactNode, useEffect } from 'react';
import { createPortal } from 'react-dom';

const GAP_PX = 6;
const EDGE_PX = 8;

interface TooltipWordsProps {
  readonly id: string;
  /** What the words are about. */
  readonly anchor: HTMLElement;
  /** The pointer is on the words, which may then be read in peace. */
  readonly onStay: () => void;
  readonly onLeave: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The words of a tooltip above what they are about, or below it where there is no room. Escape takes them away. */
const TooltipWords = ({ id, anchor, onStay, onLeave, onClose, children }: TooltipWordsProps) => {
  const { refs, floatingStyles, isPositioned } = useFloating({
    open: true,
    placement: 'top',
    elements: { reference: anchor },
    middleware: [offset(GAP_PX), flip({ padding: EDGE_PX }), shift({ padding: EDGE_PX })],
    whileElementsMounted: autoUpdate,
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      // Only the words go, not the sheet under them.
      event.stopPropagation();
      onClose();
    };
    document.addEventListener('keydown', onKeyDown, { capture: true });
    return () => document.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [onClose]);
  return createPortal(
    <div
      id={id}
      ref={refs.setFloating}
      role="tooltip"
      onPointerEnter={onStay}
      onPointerLeave={onLeave}
      style={{ ...floatingStyles, visibility: isPositioned ? 'visible' : 'hidden' }}
      className="z-50 max-w-72 rounded-md border border-line-strong bg-raised px-2.5 py-1.5 text-ink text-xs shadow-lg"
    >
      {children}
    </div>,
    document.body,
  );
};

export default TooltipWords;
