'use client';
import { formatAge } from '@netstrata/metrics';
import { clockTime } from '../../components/clockTime.ts';
import { LinkLostIcon } from '../../components/icons.tsx';
import { useClocked, useFreshness } from './live.ts';
import { CONNECTION_TEXT } from './text.ts';

/** Says that the page shows the past, since when, whose fault it is, and that it mends itself. */
export const StaleNotice = ({ hostId }: { readonly hostId: string }) => {
  const freshness = useFreshness(hostId);
  const hasData = useClocked((state) => state.beatAtMs !== undefined);
  const sinceMs = 'sinceMs' in freshness ? freshness.sinceMs : undefined;
  const seconds = useClocked((_, nowMs) => (sinceMs === undefined ? 0 : Math.floor((nowMs - sinceMs) / 1000)));
  if (sinceMs === undefined) return null;
  const since = clockTime(sinceMs);
  const ago = formatAge(seconds * 1000);
  const [words, hint] =
    freshness.kind === 'silent'
      ? [CONNECTION_TEXT.silentNotice(since, ago), CONNECTION_TEXT.silentHint]
      : [hasData ? CONNECTION_TEXT.lostNotice(since, ago) : CONNECTION_TEXT.lostBeforeFirst, ''];
  return (
    <div
      role="alert"
      data-stale={freshness.kind}
      className="flex items-start gap-3 rounded-xl bg-busy-wash px-4 py-3 text-busy-ink ring-1 ring-busy/60 ring-inset"
    >
      <LinkLostIcon className="mt-0.5 size-4" />
      <p className="text-pretty text-sm tabular-nums">
        <strong className="font-semibold">{CONNECTION_TEXT[freshness.kind]}.</strong> {words} {hint}
      </p>
    </div>
  );
};
