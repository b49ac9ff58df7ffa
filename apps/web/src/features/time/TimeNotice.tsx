import { useTranslations } from 'next-intl';
import { ClockIcon } from '../../components/icons.tsx';
import { LIVE } from './timeRange.ts';
import { useTimeRange } from './useTimeRange.ts';

interface TimeNoticeProps {
  readonly title: string;
  readonly about: string;
  /** Of the moment that is shown, Unix ms; undefined where what is shown is of now. */
  readonly pastMs?: number | undefined;
}

/** Says of which time the page is while another one than now is chosen, and leads back. */
export const TimeNotice = ({ title, about, pastMs }: TimeNoticeProps) => {
  const t = useTranslations('time');
  const [, setRange] = useTimeRange();
  return (
    <div
      role="status"
      data-past={pastMs}
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
        {t('back')}
      </button>
    </div>
  );
};
