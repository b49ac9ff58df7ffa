/** The parts of `navigator` and `document` that this needs. */
interface Screen {
  readonly wakeLock: { request(type: 'screen'): Promise<{ release(): Promise<void> }> } | undefined;
  readonly page: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
}

/**
 * Keeps the screen on for as long as it shows the page. The browser lets go of it whenever the page is hidden, so it is asked again each time it
 * is seen. Where that is not possible (over plain http, in older browsers, on an empty battery) nothing is said: the screen's own settings rule.
 * @returns what ends it
 */
export const keepAwake = ({ wakeLock, page }: Screen): (() => void) => {
  if (wakeLock === undefined) return () => {};
  let ended = false;
  let release = () => {};
  const ask = async () => {
    if (ended || page.visibilityState !== 'visible') return;
    try {
      const lock = await wakeLock.request('screen');
      const letGo = () => void lock.release().catch(() => {});
      if (ended) letGo();
      else release = letGo;
    } catch {
      // It is asked again when the page is seen again.
    }
  };
  const seen = () => void ask();
  page.addEventListener('visibilitychange', seen);
  seen();
  return () => {
    ended = true;
    page.removeEventListener('visibilitychange', seen);
    release();
  };
};
