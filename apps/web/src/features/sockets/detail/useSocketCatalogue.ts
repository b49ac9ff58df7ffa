import type { SocketCatalogue } from '@netstrata/metrics';
import { useEffect, useState } from 'react';

/** The same for every socket: fetched once for the life of the page. */
let known: SocketCatalogue | undefined;
const AGAIN_MS = 2000;

/** What fields and options mean. From the server, so that nobody loads it who opens no socket. */
export const useSocketCatalogue = (): SocketCatalogue | undefined => {
  const [catalogue, setCatalogue] = useState(known);
  useEffect(() => {
    if (known !== undefined) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async (): Promise<void> => {
      try {
        const response = await fetch('/api/v1/socket-fields', { signal: stop.signal });
        if (!response.ok) throw new Error(`status ${response.status}`);
        known = (await response.json()) as SocketCatalogue;
        setCatalogue(known);
      } catch {
        if (!stop.signal.aborted) timer = setTimeout(() => void load(), AGAIN_MS);
      }
    };
    void load();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, []);
  return catalogue;
};
