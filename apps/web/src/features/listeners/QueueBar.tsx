'use client';
import { formatValue } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { cx } from '../../components/cx.ts';
import { FillBar } from '../../components/FillBar.tsx';
import { BusyIcon, SaturatedIcon } from '../../components/icons.tsx';

/** Half a backlog is a burst that lasts. */
const NEAR = 0.5;

interface QueueBarProps {
  readonly label: string;
  readonly queue: number;
  readonly backlog: number;
}

/** An accept queue against its backlog, in colour, sign and numbers. */
export const QueueBar = ({ label, queue, backlog }: QueueBarProps) => {
  const t = useTranslations('listeners');
  const fraction = queue / Math.max(1, backlog);
  const tone = queue >= Math.max(1, backlog) ? 'saturated' : fraction >= NEAR ? 'busy' : 'calm';
  const text = t('queueOf', { queue: formatValue(queue, 'count'), backlog: formatValue(backlog, 'count') });
  return (
    <span className="flex min-w-32 items-center gap-2" data-queue={tone}>
      <span className="w-16 shrink-0">
        <FillBar label={label} text={text} fraction={fraction} tone={tone} />
      </span>
      <span
        aria-hidden="true"
        className={cx(
          'whitespace-nowrap',
          tone === 'saturated' ? 'font-semibold text-saturated-ink' : tone === 'busy' ? 'text-busy-ink' : 'text-soft',
        )}
      >
        {tone === 'saturated' && <SaturatedIcon className="mr-1 inline size-3 align-[-0.125em]" />}
        {tone === 'busy' && <BusyIcon className="mr-1 inline size-3 align-[-0.125em]" />}
        {text}
      </span>
    </span>
  );
};
