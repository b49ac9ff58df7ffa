'use client';
import { type DropsReport, formatAge, formatValue, type Locale } from '@netstrata/metrics';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { clockMinute } from '../../components/clockTime.ts';
import { useListed } from '../../locale/useListed.ts';
import { useDetails } from '../connection/live.ts';
import { DetailSection } from '../details/DetailSection.tsx';
import { useWatchUntil, WATCH_MINUTES } from './useWatchUntil.ts';
import type { DropWords } from './words.ts';

interface WatchedSectionProps {
  readonly hostId: string;
  readonly id: 'drops' | 'buffers' | 'retransmits';
  /** What this section needs; when the kernel lacks one of them, it says so. */
  readonly events: readonly string[];
  readonly children: (report: DropsReport) => ReactNode;
}

const BUTTON =
  'rounded-full px-3 py-1 font-medium text-accent text-xs ring-1 ring-accent/50 ring-inset hover:bg-hover max-sm:min-h-11';

/** A table that costs something while it is filled: off until somebody wants it. */
export const WatchedSection = (props: WatchedSectionProps) => {
  const t = useTranslations('drops');
  const { endMs, ended, start, stop } = useWatchUntil(props.hostId);
  if (endMs !== undefined) return <Watching {...props} endMs={endMs} stop={stop} />;
  const title = t(`${props.id}.title`);
  const price = t('price', { minutes: WATCH_MINUTES });
  return (
    <section aria-label={title} className="border-line border-b pb-4">
      <h3 className="px-5 pt-4 pb-1 font-semibold text-sm">{title}</h3>
      <p className="px-5 pb-3 text-soft text-xs">{t(`${props.id}.about`)}</p>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 text-faint text-xs">
        <button type="button" className={BUTTON} onClick={start}>
          {t(`watch.${props.id}`)}
        </button>
        <span className="min-w-56 flex-1">{ended ? t('ended', { price }) : price}</span>
      </p>
    </section>
  );
};

const Watching = ({
  hostId,
  id,
  events,
  children,
  endMs,
  stop,
}: WatchedSectionProps & { readonly endMs: number; readonly stop: () => void }) => {
  const t = useTranslations('drops');
  const locale = useLocale();
  const answer = useDetails(hostId, 'drops');
  return (
    <DetailSection title={t(`${id}.title`)} about={t(`${id}.about`)} answer={answer}>
      {(shown) => (
        <>
          <p className="mx-5 mb-2 flex flex-wrap items-center gap-x-2 gap-y-1 rounded-lg bg-accent/10 px-3 py-1.5 text-xs tabular-nums">
            <span aria-hidden className="size-1.5 rounded-full bg-accent motion-safe:animate-pulse" />
            <span className="font-medium">{t('watching', { end: clockMinute(endMs) })}</span>
            <span className="text-soft">{costOf(t, shown, locale)}</span>
            <button type="button" className="ml-auto rounded px-1 text-accent hover:underline" onClick={stop}>
              {t('stop')}
            </button>
          </p>
          <Notes report={shown} events={events} />
          {children(shown)}
        </>
      )}
    </DetailSection>
  );
};

const costOf = (t: DropWords, { costPercent, bufferBytes, sinceMs, timeMs }: DropsReport, locale: Locale): string => {
  const bytes = formatValue(bufferBytes, 'bytes');
  const age = formatAge(Math.max(0, timeMs - sinceMs), locale);
  return costPercent === undefined
    ? t('costUnknown', { age, bytes })
    : t('cost', { age, bytes, percent: formatValue(costPercent, 'percent') });
};

/** What the reader must know of the figures below. */
const Notes = ({ report, events }: { readonly report: DropsReport; readonly events: readonly string[] }) => {
  const t = useTranslations('drops');
  const listed = useListed();
  const { lost, mostPerSecond, absent, damaged } = report;
  const missing = absent.filter((event) => events.includes(event));
  const notes = [
    lost > 0 && t('estimated', { lost: formatValue(lost, 'count'), most: formatValue(mostPerSecond, 'count') }),
    missing.length > 0 && t('absent', { events: listed(missing) }),
    damaged > 0 && t('damaged', { count: String(damaged) }),
  ].filter((note) => note !== false);
  return notes.map((note) => (
    <p key={note} className="px-5 pb-2 text-soft text-xs">
      {note}
    </p>
  ));
};
