const KEY = 'netstrata.tour';
const SEEN = 'seen';
const listeners = new Set<() => void>();

/** Whether this browser was shown around. Without storage it counts as seen: nobody wants the offer on every visit. */
export const isTourSeen = (): boolean => {
  try {
    return localStorage.getItem(KEY) === SEEN;
  } catch {
    return true;
  }
};

/** For useSyncExternalStore. @returns what ends it */
export const subscribeTour = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const rememberTour = (): void => {
  try {
    localStorage.setItem(KEY, SEEN);
  } catch {
    return;
  }
  for (const listener of listeners) listener();
};
