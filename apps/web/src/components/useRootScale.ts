import { useSyncExternalStore } from 'react';

const USUAL_PX = 16;

const subscribe = (listener: () => void) => {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
};

/** How much larger letters are than usual: on a very large screen, or because somebody wants them so. */
export const useRootScale = (): number =>
  useSyncExternalStore(
    subscribe,
    () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_PX || 1,
    () => 1,
  );
