'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, type Refusal } from '../api/ask.ts';

/** A list of the API as it was when it was last heard. */
export interface Listing<T> {
  /** Undefined until it has been heard once. */
  readonly body: T | undefined;
  /** Of `body`, Unix ms. */
  readonly heardMs: number;
  /** Why the newest question was not answered. */
  readonly refusal: Refusal | undefined;
  readonly reload: () => Promise<void>;
}

const UNHEARD = { body: undefined, heardMs: 0, refusal: undefined } as const;
/** Others change lists too. */
const EVERY_MS = 10_000;

/** Asks for a list, again every few seconds while the tab is in sight, and at once by `reload`. */
export const useListing = <T>(address: string, everyMs = EVERY_MS): Listing<T> => {
  const [heard, setHeard] = useState<Omit<Listing<T>, 'reload'>>(UNHEARD);
  const asked = useRef(0);
  const reload = useCallback(async (): Promise<void> => {
    const turn = ++asked.current;
    const answer = await ask<T>(address);
    // An answer that a later question has overtaken is old.
    if (turn !== asked.current) return;
    setHeard((before) =>
      answer.ok
        ? { body: answer.body, heardMs: Date.now(), refusal: undefined }
        : { ...before, refusal: answer.refusal },
    );
  }, [address]);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') void reload();
    };
    look();
    const timer = setInterval(look, everyMs);
    document.addEventListener('visibilitychange', look);
    return () => {
      asked.current++;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [reload, everyMs]);
  return { ...heard, reload };
};
