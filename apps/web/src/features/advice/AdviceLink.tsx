'use client';
import { useHost } from '../connection/live.ts';
import { ADVICE_TEXT } from './text.ts';

/** The way to the advice where it is not beside the stack but below it. */
export const AdviceLink = ({ hostId }: { readonly hostId: string }) => {
  const count = useHost(hostId, (host) => host.advice?.length ?? 0);
  if (count === 0) return null;
  return (
    <a href="#advice" className="rounded text-accent text-sm underline underline-offset-2 xl:hidden">
      {ADVICE_TEXT.jump(count)}
    </a>
  );
};
