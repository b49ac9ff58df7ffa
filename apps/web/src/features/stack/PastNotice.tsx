import { useTranslations } from 'next-intl';
import { clockDay } from '../../components/clockTime.ts';
import { ClockIcon } from '../../components/icons.tsx';
import { LIVE } from '../time/timeRange.ts';
import { useTimeRange } from '../time/useTimeRange.ts';
import type { AskedPast } from './usePast.ts';

/** Says that the picture is of a moment that is over, and what of it is not. */
export const PastNotice = ({ asked: { atMs, past, why } }: { readonly asked: AskedPast }) => {
  const t = useTranslations('stack.past');
  const [, setRange] = useTimeRange();
  const time = clockDay(past?.stack.timeMs ?? atMs);
  const [title, about] =
    past !== undefined
      ? [t('title', { time }), t('about')]
      : why !== undefined
        ? [t('none', { time, why }), '']
        : [t('waiting', { time }), ''];
  return (
    <div
      role="status"
      data-past={past?.stack.timeMs}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-xl bg-surface px-4 py-2 text-sm ring-1 ring-accent/60 ring-inset"
    >
      <ClockIcon className="size-4 text-accent" />
      <p className="min-w-0 flex-1 text-pretty">
        <strong className="font-semibold tabular-nums">{title}</strong> <span className="text-soft">{about}</span>
      </p>
      {/* On a phone the bar of the time, right above, has the same button. */}
      <button
        type="button"
        onClick={() => setRange(LIVE)}
        className="min-h-8 rounded font-medium text-accent hover:underline max-sm:hidden"
      >
        {t('live')}
      </button>
    </div>
  );
};
