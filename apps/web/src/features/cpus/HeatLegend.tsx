import { useTranslations } from 'next-intl';
import type { Ref } from 'react';
import styles from './Cpus.module.css';

/** From none to the most. */
export const LEVELS = [
  '--heat-0',
  '--heat-1',
  '--heat-2',
  '--heat-3',
  '--heat-4',
  '--heat-5',
  '--heat-6',
  '--heat-7',
  '--heat-8',
] as const;

interface HeatLegendProps {
  /** What holds the swatches, whose colours the map is painted with. */
  readonly ref: Ref<HTMLSpanElement>;
  /** What the last colour stands for; undefined where there is nothing but zeros. */
  readonly most: string | undefined;
  readonly note: string;
}

/** Which colour means how much. */
export const HeatLegend = ({ ref, most, note }: HeatLegendProps) => {
  const t = useTranslations('cpus');
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1 text-2xs text-faint tabular-nums" title={note}>
      <span>{most === undefined ? note : t('zero')}</span>
      <span ref={ref} className={styles['scale']} data-used={most !== undefined} aria-hidden="true">
        {LEVELS.map((level) => (
          <span key={level} style={{ background: `var(${level})` }} />
        ))}
      </span>
      {most !== undefined && <span>{most}</span>}
      <span className={styles['unknown']} aria-hidden="true" />
      <span>{t('notKnown')}</span>
    </span>
  );
};
