import { useEffect, useState } from 'react';

interface Rotation {
  readonly pages: number;
  readonly everyMs: number;
  /** When it changes, the first page comes back at once. */
  readonly alarms: number;
}

/** Which page is shown, from 0. Pages that come and go do not hold up the turn of the others. */
export const useRotation = ({ pages, everyMs, alarms }: Rotation): number => {
  const [turn, setTurn] = useState({ alarms, turns: 0 });
  const isTurning = pages > 1;
  useEffect(() => {
    setTurn({ alarms, turns: 0 });
    if (!isTurning) return;
    const timer = setInterval(() => setTurn(({ turns }) => ({ alarms, turns: turns + 1 })), everyMs);
    return () => clearInterval(timer);
  }, [isTurning, everyMs, alarms]);
  return turn.alarms === alarms ? turn.turns % pages : 0;
};
