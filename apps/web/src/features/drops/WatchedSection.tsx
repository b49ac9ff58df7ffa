'use client';
import { type DropsReport, formatAge, formatValue } from '@netstrata/metrics';
import type { ReactNode } from 'react';
import { clockMinute } from '../../components/clockTime.ts';
import { useDetails } from '../connection/live.ts';
import { DetailSection } from '../details/DetailSection.tsx';
import { DROPS_TEXT } from './text.ts';
import { useWatchUntil, WATCH_MINUTES } from './useWatchUntil.ts';

interface WatchedSectionProps {
  readonly hostId: string;
  readonly text: { readonly title: string; readonly about: string };
  /** What this section needs; when the kernel lacks one of them, it says so. */
  readonly events: readonly string[];
  readonly children: (report: DropsReport) => ReactNode;
}

const BUTTON =
  'rounded-full px-3 py-1 font-medium text-accent text-xs ring-1 ring-accent/50 ring-inset hover:bg-hover max-sm:min-h-11';

/** A table that costs something while it is filled: off until somebody wants it. */
export const WatchedSection = (props: WatchedSectionProps) => {
  const { endMs, ended, start, stop } = useWatchUntil(props.hostId);
  if (endMs !== undefined) return <Watching {...props} endMs={endMs} stop={stop} />;
  const { title, about } = props.text;
  return (
    <section aria-label={title} className="border-line border-b pb-4">
      <h3 className="px-5 pt-4 pb-1 font-semibold text-sm">{title}</h3>
      <p className="px-5 pb-3 text-soft text-xs">{about}</p>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 text-faint text-xs">
        <button type="button" className={BUTTON} onClick={start}>
          {DROPS_TEXT.watch}
        </button>
        <span className="min-w-56 flex-1">
          {ended && `${DROPS_TEXT.ended} `}
          {DROPS_TEXT.price(WATCH_MINUTES)}
        </span>
      </p>
    </section>
  );
};

const Watching = ({
  hostId,
  text: { title, about },
  events,
  children,
  endMs,
  stop,
}: WatchedSectionProps & { readonly endMs: number; readonly stop: () => void }) => {
  const answer = useDetails(hostId, 'drops');
  return (
    <DetailSection title={title} about={about} answer={answer}>
      {(shown) => (
        <>
          <p className="mx-5 mb-2 flex flex-wrap items-center gap-x-2 gap-y-1 rounded-lg bg-accent/10 px-3 py-1.5 text-xs tabular-nums">
            <span aria-hidden className="size-1.5 rounded-full bg-accent motion-safe:animate-pulse" />
            <span className="font-medium">{DROPS_TEXT.watching(clockMinute(endMs))}</span>
            <span className="text-soft">{costOf(shown)}</span>
            <button type="button" className="ml-auto rounded px-1 text-accent hover:underline" onClick={stop}>
              {DROPS_TEXT.stop}
            </button>
          </p>
          <Notes report={shown} events={events} />
          {children(shown)}
        </>
      )}
    </DetailSection>
  );
};

const costOf = ({ costPercent, bufferBytes, sinceMs, timeMs }: DropsReport): string => {
  const bytes = formatValue(bufferBytes, 'bytes');
  const cost =
    costPercent === undefined
      ? DROPS_TEXT.costUnknown(bytes)
      : DROPS_TEXT.cost(formatValue(costPercent, 'percent'), bytes);
  return `${DROPS_TEXT.since(formatAge(Math.max(0, timeMs - sinceMs)))} · ${cost}`;
};

/** What the reader must know of the figures below. */
const Notes = ({ report, events }: { readonly report: DropsReport; readonly events: readonly string[] }) => {
  const { lost, mostPerSecond, absent, damaged } = report;
  const missing = absent.filter((event) => events.includes(event));
  const notes = [
    lost > 0 && DROPS_TEXT.estimated(formatValue(lost, 'count'), formatValue(mostPerSecond, 'count')),
    missing.length > 0 && DROPS_TEXT.absent(missing.join(', ')),
    damaged > 0 && DROPS_TEXT.damaged(damaged),
  ].filter((note) => note !== false);
  return notes.map((note) => (
    <p key={note} className="px-5 pb-2 text-soft text-xs">
      {note}
    </p>
  ));
};
