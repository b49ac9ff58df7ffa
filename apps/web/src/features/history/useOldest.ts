'use client';
import { useEffect, useState } from 'react';
import { ask } from '../api/ask.ts';
import { hostAddress } from '../api/hostAddress.ts';

/** When what is stored of a host begins; asked for only while it is wanted, undefined until it is known. */
export const useOldest = (hostId: string, wanted: boolean): number | undefined => {
  const [oldest, setOldest] = useState<number>();
  useEffect(() => {
    if (!wanted) return undefined;
    const stop = new AbortController();
    ask<{ readonly storedFromMs: number | null }>(hostAddress(hostId, ''), undefined, stop.signal).then(
      (answer) => setOldest(answer.ok ? (answer.body.storedFromMs ?? Date.now()) : Date.now() - 86_400_000),
      () => undefined,
    );
    return () => stop.abort();
  }, [hostId, wanted]);
  return wanted ? oldest : undefined;
};
