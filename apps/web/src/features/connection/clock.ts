/** How often ages are looked at; a label changes only when its own words do. */
const STEP_MS = 250;
/** A page that was held up for longer than this has messages waiting that it has yet to hear. */
const HELD_UP_MS = 1000;
/** By then it has heard them. */
const CATCH_UP_MS = 500;
/** A page that never gets its time in full would wait for that for ever: so often in turn, and then it tells what it has. */
const MOST_IN_TURN = 3;

/** One timer for every age on the page; it runs while somebody listens, does nothing while nobody sees the tab, and looks at once when the tab is shown again. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let steppedMs = 0;
let caughtUpMs = 0;
let heldUpInTurn = 0;

const isHeldUp = (nowMs: number): boolean => timer !== undefined && nowMs - steppedMs > HELD_UP_MS;

const tell = () => {
  for (const listener of listeners) listener();
};

const step = () => {
  const nowMs = performance.now();
  const isHidden = document.visibilityState === 'hidden';
  heldUpInTurn = !isHidden && isHeldUp(nowMs) ? heldUpInTurn + 1 : 0;
  if (heldUpInTurn > 0 && heldUpInTurn <= MOST_IN_TURN) caughtUpMs = nowMs + CATCH_UP_MS;
  steppedMs = nowMs;
  if (!isHidden && nowMs >= caughtUpMs) tell();
};

const shown = () => {
  steppedMs = performance.now();
  if (document.visibilityState !== 'hidden') tell();
};

export const subscribeClock = (listener: () => void): (() => void) => {
  listeners.add(listener);
  if (timer === undefined) {
    steppedMs = performance.now();
    timer = setInterval(step, STEP_MS);
    document.addEventListener('visibilitychange', shown);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    document.removeEventListener('visibilitychange', shown);
  };
};

/**
 * Calls back before the next picture is drawn. After the page has stood still, that is once it has heard what came meanwhile: halfway
 * through, a server or an agent would seem to have been silent for as long.
 */
export const nextCalmFrame = (draw: () => void): void => {
  requestAnimationFrame(() => {
    const nowMs = performance.now();
    if (nowMs < caughtUpMs || isHeldUp(nowMs)) nextCalmFrame(draw);
    else draw();
  });
};
