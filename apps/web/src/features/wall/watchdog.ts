/**
 * Loads the wall again when its clock stands still: its scripts have not come, because the server went away in the middle of them, or what
 * they draw has ended with an error. It stands in the page itself, as its own source: it must need nothing that could be missing too.
 */
export const watchdog = (): void => {
  // A minute of the clock is over by then.
  const lookMs = 75_000;
  let before = '';
  setInterval(async () => {
    if (document.hidden || location.pathname !== '/wall') return;
    const now = document.querySelector('[data-clock]')?.textContent ?? '';
    if (now !== '' && now !== before) {
      before = now;
      return;
    }
    const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store' }).catch(() => undefined);
    if (answer?.ok && !answer.redirected) location.reload();
  }, lookMs);
};
