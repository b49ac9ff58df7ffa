'use client';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { changeQuery } from '../address/query.ts';
import { LIVE, parseTime, type TimeRange, timeQuery } from './timeRange.ts';
import { useTimeRange } from './useTimeRange.ts';

/** What was chosen on the page before, also while a page without a time was looked at. */
let kept: TimeRange = LIVE;

/** Takes the chosen time along to the next page, whichever link leads there; Back and Forward show what was shown then. */
export const useKeepTime = (): void => {
  const pathname = usePathname();
  const [range] = useTimeRange();
  const shown = useRef<string>(undefined);
  const travelled = useRef(false);
  useEffect(() => {
    // Back also closes sheets, and leads through times of one page: the next link is none of that.
    const onTravel = () => {
      travelled.current = window.location.pathname !== shown.current;
    };
    window.addEventListener('popstate', onTravel);
    return () => window.removeEventListener('popstate', onTravel);
  }, []);
  useEffect(() => {
    const arrived = shown.current !== pathname;
    const lost = arrived && !travelled.current && range.kind === 'live' && kept.kind !== 'live';
    shown.current = pathname;
    travelled.current = false;
    if (!lost) {
      kept = range;
      return;
    }
    changeQuery((now) => (parseTime(now).kind === 'live' ? timeQuery(now, kept) : now.toString()), 'quietly');
  }, [pathname, range]);
};
