import { useEffect, useState } from 'react';

interface Rotation {
  readonly pages: number;
  readonly everyMs: number;
  /** When it changes, the first page comes back at once. */
  readonly alarms: number;
}

/** Which page is shown, from 0. */
export const useRotation = ({ pages, everyMs, alarms }: Rotation): number => {
  const [turn, setTurn] = useState({ alarms, page: 0 });
  useEffect(() => {
    setTurn({ alarms, page: 0 });
    if (pages < 2) return;
    const timer = setInterval(() => setTurn(({ page }) => ({ alarms, page: (page + 1) % pages })), everyMs);
    return () => clearInterval(timer);
  }, [pages, everyMs, alarms]);
  return turn.alarms === alarms && turn.page < pages ? turn.page : 0;
};
