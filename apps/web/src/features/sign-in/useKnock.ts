'use client';
import { useState } from 'react';
import { type Knock, knock } from './knock.ts';
import { useWait } from './useWait.ts';

/** One form that asks to be let in: what came of it, whether it is on its way, and how long to wait before the next try. */
export const useKnock = (address: string) => {
  const [isBusy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Knock>();
  const [secondsLeft, wait] = useWait();
  /** Stays busy after being let in: the page is left then. */
  const send = async (body: object): Promise<Knock> => {
    setBusy(true);
    const next = await knock(address, body);
    setAnswer(next);
    if (next.kind === 'too-many') wait(next.seconds);
    if (next.kind !== 'in') setBusy(false);
    return next;
  };
  return { isBusy, answer, secondsLeft, isBlocked: isBusy || secondsLeft > 0, send };
};
