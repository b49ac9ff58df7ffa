import type { SocketsAnswer } from '@netstrata/protocol/types';
import { useEffect, useState } from 'react';
import { callServer } from '../../api/ask.ts';
import { hostAddress } from '../../api/hostAddress.ts';
import { troubleOf } from '../../api/troubleOf.ts';

/** What is known of the sockets that a filter asks for. */
export interface SocketFinds {
  /** The newest answer to this filter, or to the one before until this has one. */
  readonly answer: SocketsAnswer | undefined;
  /** Why there is none, in the words of the host. */
  readonly trouble: string | undefined;
  readonly isAsking: boolean;
}

/** Somebody still types. */
const TYPING_MS = 350;
const EVERY_MS = 2000;
const AFTER_TROUBLE_MS = 5000;
const MOST_ROWS = 50;

interface Known extends Omit<SocketFinds, 'isAsking'> {
  readonly filter: string;
}

export const findsAddress = (hostId: string, filter: string): string =>
  hostAddress(hostId, `/sockets?${new URLSearchParams({ filter, limit: String(MOST_ROWS) })}`);

/** Asks the host for the sockets that match, every two seconds while the page is looked at. */
export const useSocketFinds = (hostId: string, filter: string): SocketFinds => {
  const [known, setKnown] = useState<Known>({ filter: '', answer: undefined, trouble: undefined });
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async (): Promise<number> => {
      if (document.visibilityState === 'hidden') return EVERY_MS;
      const response = await callServer(findsAddress(hostId, filter), { signal: stop.signal, cache: 'no-store' });
      const body: unknown = await response.json();
      if (response.ok) setKnown({ filter, answer: body as SocketsAnswer, trouble: undefined });
      else setKnown({ filter, answer: undefined, trouble: troubleOf(body, response.status) });
      return response.ok ? EVERY_MS : AFTER_TROUBLE_MS;
    };
    const run = async (): Promise<void> => {
      let delayMs = AFTER_TROUBLE_MS;
      try {
        delayMs = await ask();
      } catch (error) {
        if (stop.signal.aborted) return;
        setKnown({ filter, answer: undefined, trouble: error instanceof Error ? error.message : String(error) });
      }
      if (!stop.signal.aborted) timer = setTimeout(() => void run(), delayMs);
    };
    timer = setTimeout(() => void run(), TYPING_MS);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [hostId, filter]);
  const isAsking = known.filter !== filter;
  return { answer: known.answer, trouble: isAsking ? undefined : known.trouble, isAsking };
};
