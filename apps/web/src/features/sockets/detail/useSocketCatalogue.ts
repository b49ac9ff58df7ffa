import type { SocketCatalogue } from '@netstrata/metrics';
import { useEffect, useState } from 'react';
import { callServer } from '../../api/ask.ts';
import { untilAnswered } from '../../api/untilAnswered.ts';

/** The same for every socket: fetched once for the life of the page. */
let known: SocketCatalogue | undefined;
const AGAIN_MS = 2000;

/** What fields and options mean. From the server, so that nobody loads it who opens no socket. */
export const useSocketCatalogue = (): SocketCatalogue | undefined => {
  const [catalogue, setCatalogue] = useState(known);
  useEffect(() => {
    if (known !== undefined) return;
    const load = async (signal: AbortSignal): Promise<void> => {
      const response = await callServer('/api/v1/socket-fields', { signal });
      if (!response.ok) throw new Error(`status ${response.status}`);
      known = (await response.json()) as SocketCatalogue;
      setCatalogue(known);
    };
    return untilAnswered(load, AGAIN_MS);
  }, []);
  return catalogue;
};
