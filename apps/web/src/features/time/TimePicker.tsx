'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { cx } from '../../components/cx.ts';
import { ChevronIcon, ClockIcon } from '../../components/icons.tsx';
import { Tooltip } from '../../components/Tooltip.tsx';
import styles from './TimePicker.module.css';
import { followsNow, LIVE, shifted, type TimeRange } from './timeRange.ts';
import { useRangeText } from './useRangeText.ts';
import { type ChangeTime, useTimeRange } from './useTimeRange.ts';

const TimeMenu = dynamic(() => import('./TimeMenu.tsx'), { ssr: false });

interface StepProps {
  readonly range: TimeRange;
  readonly direction: -1 | 1;
  readonly label: string;
  readonly disabled: boolean;
  readonly onChange: ChangeTime;
}

const Step = ({ range, direction, label, disabled, onChange }: StepProps) => (
  <Tooltip text={label}>
    <button
      type="button"
      aria-label={label}
      aria-disabled={disabled}
      onClick={() => onChange(shifted(range, direction, Date.now()))}
      className={cx(styles['button'], 'w-8 justify-center aria-disabled:text-faint/60')}
    >
      <ChevronIcon className={cx('size-3.5', direction === -1 && 'rotate-180')} />
    </button>
  </Tooltip>
);

/** Which stretch is shown, and the steps beside it. `inBar`: on a phone it makes room while it follows the present. */
export const TimePicker = ({ inBar = false }: { readonly inBar?: boolean }) => {
  const t = useTranslations('time');
  const rangeText = useRangeText();
  const [range, onChange] = useTimeRange();
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const past = !followsNow(range);
  const all = range.kind === 'last' && range.last === 'all';
  return (
    <fieldset className={styles['control']} data-time={range.kind} data-past={past} data-bar={inBar}>
      <legend className="sr-only">{t('label')}</legend>
      <Step range={range} direction={-1} label={t('earlier')} disabled={all} onChange={onChange} />
      <button
        ref={trigger}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen((before) => !before)}
        className={cx(styles['button'], 'min-w-0 gap-1.5 px-2 font-medium')}
      >
        <ClockIcon className="size-3.5" />
        <span className="sr-only">{t('shown')}</span>
        <span className={cx(styles['words'], 'truncate tabular-nums')}>{rangeText(range)}</span>
      </button>
      <Step range={range} direction={1} label={t('later')} disabled={!past} onChange={onChange} />
      {range.kind !== 'live' && (
        <button type="button" onClick={() => onChange(LIVE)} className={cx(styles['button'], styles['back'])}>
          {t('back')}
        </button>
      )}
      {open && <TimeMenu trigger={trigger} range={range} onChange={onChange} onClose={() => setOpen(false)} />}
    </fieldset>
  );
};
