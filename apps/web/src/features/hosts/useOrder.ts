import type { HostSummary } from '@netstrata/protocol/types';
import { useEffect, useRef, useState } from 'react';
import { useLive } from '../connection/live.ts';
import { HostOrder, type Ordered } from './HostOrder.ts';

/** How often it is looked whether a place or a mark has run out while nothing new came. */
const LOOK_MS = 2000;
/** So long agents may take to find their server again: they try every few seconds. */
const SETTLE_MS = 20_000;

/** The hosts, what hurts most first, held still where they can be; undefined until there are some. */
export const useOrder = (hosts: readonly HostSummary[] | undefined): Ordered | undefined => {
  const [order] = useState(() => new HostOrder());
  const [ordered, setOrdered] = useState<Ordered>();
  const openedMs = useLive(({ link, linkAtMs }) => (link === 'open' ? linkAtMs : undefined));
  // Screens start with a wrong clock and set it later: what lasts is counted by one that is never set.
  const settledMs = useRef(Number.POSITIVE_INFINITY);
  useEffect(() => {
    settledMs.current = openedMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + SETTLE_MS;
  }, [openedMs]);
  useEffect(() => {
    if (hosts === undefined) return;
    const look = () => {
      const nowMs = performance.now();
      setOrdered(order.look(hosts, nowMs, nowMs < settledMs.current));
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [hosts, order]);
  return ordered;
};
