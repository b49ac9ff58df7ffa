import { useCallback, useEffect, useState } from 'react';
import { ask, type Refusal } from './ask.ts';

export interface Stored<T> {
  /** The newest answer; kept when a later question fails. */
  readonly body: T | undefined;
  readonly refusal: Refusal | undefined;
  readonly look: () => void;
}

/** What an address of the API says, asked for again now and then while somebody looks; not at all for undefined. */
export const useStored = <T>(address: string | undefined, everyMs?: number): Stored<T> => {
  const [known, setKnown] = useState<Omit<Stored<T>, 'look'>>({ body: undefined, refusal: undefined });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (address === undefined) return undefined;
    const stop = new AbortController();
    const look = () => {
      if (document.visibilityState === 'hidden' && turn > 0) return;
      ask<T>(address, undefined, stop.signal).then(
        (answer) =>
          setKnown((before) =>
            answer.ok ? { body: answer.body, refusal: undefined } : { ...before, refusal: answer.refusal },
          ),
        () => undefined,
      );
    };
    look();
    const timer = everyMs === undefined ? undefined : setInterval(look, everyMs);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [address, everyMs, turn]);
  return { ...known, look: useCallback(() => setTurn((before) => before + 1), []) };
};
