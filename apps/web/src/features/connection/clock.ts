/** How often ages are looked at; a label changes only when its own words do. */
const STEP_MS = 250;

/** One timer for every age on the page; it runs while somebody listens, does nothing while nobody sees the tab, and looks at once when the tab is shown again. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
const tell = () => {
  if (document.visibilityState === 'hidden') return;
  for (const listener of listeners) listener();
};

export const subscribeClock = (listener: () => void): (() => void) => {
  listeners.add(listener);
  if (timer === undefined) {
    timer = setInterval(tell, STEP_MS);
    document.addEventListener('visibilitychange', tell);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    document.removeEventListener('visibilitychange', tell);
  };
};
