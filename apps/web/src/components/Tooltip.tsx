'use client';
import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

/** Words for one element, on hover and on focus. Nothing that is only said here may be needed: it never opens by touch. */
export const Tooltip = ({ text, children }: { readonly text: ReactNode; readonly children: ReactElement }) => {
  if (text === '' || text === undefined) return children;
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 rounded-md border border-line-strong bg-raised px-2.5 py-1.5 text-ink text-xs shadow-lg"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
};

export const TooltipProvider = ({ children }: { readonly children: ReactNode }) => (
  <Radix.Provider delayDuration={250} skipDelayDuration={100}>
    {children}
  </Radix.Provider>
);
