const KEY = 'netstrata.notify';
const ON = 'on';
const listeners = new Set<() => void>();

/** Why the browser does not notify, where it cannot. */
export type Obstacle = 'insecure' | 'denied';

export const obstacleOf = (): Obstacle | undefined =>
  !('Notification' in window) || !window.isSecureContext
    ? 'insecure'
    : Notification.permission === 'denied'
      ? 'denied'
      : undefined;

/** Whether this browser shall notify, and may. */
export const isNotifying = (): boolean => {
  try {
    return localStorage.getItem(KEY) === ON && obstacleOf() === undefined && Notification.permission === 'granted';
  } catch {
    return false;
  }
};

/** For useSyncExternalStore. @returns what ends it */
export const subscribeChoice = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Switching it on asks the browser's permission. @returns whether it is on now */
export const chooseNotifying = async (on: boolean): Promise<boolean> => {
  const granted = on && obstacleOf() === undefined && (await Notification.requestPermission()) === 'granted';
  try {
    localStorage.setItem(KEY, granted ? ON : 'off');
  } catch {
    return false;
  }
  for (const listener of listeners) listener();
  return granted;
};
