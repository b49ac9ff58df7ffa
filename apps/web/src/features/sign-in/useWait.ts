'use client';
import { useEffect, useState } from 'react';

/** Seconds that count down to 0 by the clock, also in a tab that was asleep, and how to set them. */
export const useWait = (): readonly [secondsLeft: number, wait: (seconds: number) => void] => {
  const [until, setUntil] = useState(0);
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (until === 0) return;
    const look = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    look();
    const timer = setInterval(look, 250);
    return () => clearInterval(timer);
  }, [until]);
  return [left, (seconds) => setUntil(Date.now() + seconds * 1000)];
};
