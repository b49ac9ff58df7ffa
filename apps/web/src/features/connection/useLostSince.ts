import { useClocked } from './live.ts';

/** So long without a beat, and a server that hangs counts as lost. */
const BEAT_LIMIT_MS = 5000;

/** Since when nothing is heard of the server, by the browser's clock; undefined while something is. */
export const useLostSince = (): number | undefined =>
  useClocked(({ link, linkAtMs, beatAtMs }, nowMs) => {
    if (link === 'closed') return beatAtMs ?? linkAtMs;
    return beatAtMs !== undefined && nowMs - beatAtMs > BEAT_LIMIT_MS ? beatAtMs : undefined;
  });
