'use client';
import dynamic from 'next/dynamic';
import {
  cloneElement,
  type HTMLAttributes,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { isWherePressed } from './pressedAt.ts';

/** What places and draws the words: loaded when somebody points at something for the first time. */
const TooltipWords = dynamic(() => import('./TooltipWords.tsx'), { ssr: false });

const OPEN_MS = 250;
/** Long enough to move from the element onto the words. */
const CLOSE_MS = 150;

type Target = Pick<
  HTMLAttributes<HTMLElement>,
  'onPointerEnter' | 'onPointerLeave' | 'onPointerDown' | 'onFocus' | 'onBlur' | 'aria-describedby'
>;

interface TooltipProps {
  readonly text: ReactNode;
  /** One element of HTML that handles none of what opens and closes the words. */
  readonly children: ReactElement<Target>;
}

/** Words for one element, on hover and on focus. Nothing that is only said here may be needed: it never opens by touch. */
export const Tooltip = ({ text, children }: TooltipProps) => {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const later = (next: HTMLElement | undefined, ms: number): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setAnchor(next), ms);
  };
  const now = (next: HTMLElement | undefined): void => {
    clearTimeout(timer.current);
    setAnchor(next);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  if (text === '' || text === undefined) return children;
  return (
    <>
      {cloneElement(children, {
        'aria-describedby': anchor && id,
        onPointerEnter: (event) => {
          if (event.pointerType !== 'touch' && !isWherePressed(event)) later(event.currentTarget, OPEN_MS);
        },
        onPointerLeave: () => later(undefined, CLOSE_MS),
        // Who presses has decided.
        onPointerDown: () => now(undefined),
        onFocus: ({ currentTarget }) => {
          if (currentTarget.matches(':focus-visible')) now(currentTarget);
        },
        onBlur: () => now(undefined),
      })}
      {anchor && (
        <TooltipWords
          id={id}
          anchor={anchor}
          onStay={() => clearTimeout(timer.current)}
          onLeave={() => later(undefined, CLOSE_MS)}
          onClose={() => now(undefined)}
        >
          {text}
        </TooltipWords>
      )}
    </>
  );
};
