import type { SocketDetail } from '@netstrata/metrics';
import { useEffect, useState } from 'react';

/** What is known of the socket that is open. */
export interface SocketSeen {
  /** The newest answer; kept when the socket closes or the host falls silent. */
  readonly now: SocketDetail | undefined;
  /** The answer before it: counters grow from one to the other. */
  readonly before: SocketDetail | undefined;
  readonly trouble: { readonly kind: 'gone' } | { readonly kind: 'failed'; readonly message: string } | undefined;
}

const EVERY_MS = 1000;
const AFTER_FAILURE_MS = 2000;
/** Options change seldom, and each reading borrows the socket from its program. */
const OPTIONS_EVERY = 5;
const NOTHING: SocketSeen = { now: undefined, before: undefined, trouble: undefined };

/** After one more answer; options that were not asked for this time stay what they were. */
export const withAnswer = (seen: SocketSeen, answer: SocketDetail): SocketSeen => {
  const { now } = seen;
  const { options = now?.options, optionsMissing = now?.optionsMissing } = answer;
  const isNewer = now === undefined || answer.timeMs > now.timeMs;
  return {
    now: { ...answer, options, optionsMissing: answer.options === undefined ? optionsMissing : undefined },
    before: isNewer ? now : seen.before,
    trouble: undefined,
  };
};

const messageOf = (body: unknown, status: number): string => {
  const { error } = (body ?? {}) as { readonly error?: { readonly message?: unknown } };
  return typeof error?.message === 'string' ? error.message : `status ${status}`;
};

/** Asks about one socket each second while it is shown and the page is looked at, until it is gone. */
export const useSocketDetail = (hostId: string, cookie: string): SocketSeen => {
  const [seen, setSeen] = useState(NOTHING);
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asked = 0;
    const address = `/api/v1/hosts/${encodeURIComponent(hostId)}/sockets/${encodeURIComponent(cookie)}`;
    const ask = async (): Promise<number | undefined> => {
      if (document.visibilityState === 'hidden') return EVERY_MS;
      const startedMs = performance.now();
      const options = asked++ % OPTIONS_EVERY === 0 ? 'yes' : 'no';
      const response = await fetch(`${address}?options=${options}`, { signal: stop.signal, cache: 'no-store' });
      const body: unknown = await response.json();
      if (response.ok) {
        setSeen((before) => withAnswer(before, body as SocketDetail));
        return Math.max(0, EVERY_MS - (performance.now() - startedMs));
      }
      if (response.status === 404) {
        setSeen((before) => ({ ...before, trouble: { kind: 'gone' } }));
        return undefined;
      }
      throw new Error(messageOf(body, response.status));
    };
    const run = async (): Promise<void> => {
      let delayMs: number | undefined;
      try {
        delayMs = await ask();
      } catch (error) {
        if (stop.signal.aborted) return;
        asked = 0;
        delayMs = AFTER_FAILURE_MS;
        const message = error instanceof Error ? error.message : String(error);
        setSeen((before) => ({ ...before, trouble: { kind: 'failed', message } }));
      }
      if (delayMs !== undefined && !stop.signal.aborted) timer = setTimeout(() => void run(), delayMs);
    };
    void run();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [hostId, cookie]);
  return seen;
};
