import { type DisplayUnit, formatValue } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { Figure } from '../../components/Figure.tsx';
import styles from './Sockets.module.css';
import { fillState, fractionOf } from './sockets.ts';

interface MemoryBarProps {
  readonly title: string;
  readonly used: number | undefined;
  readonly limit: number | undefined;
  readonly unit: DisplayUnit;
  /** That being full holds nobody back: how a send buffer looks whose sender waits for the path. */
  readonly isHarmless?: boolean;
}

/** A queue against its limit on one line: a bar with both numbers under it. */
export const MemoryBar = ({ title, used, limit, unit, isHarmless = false }: MemoryBarProps) => {
  const t = useTranslations('sockets');
  const fraction = fractionOf(used, limit);
  if (used === undefined || limit === undefined || fraction === undefined)
    return <Figure value={used} unit={unit} className="text-faint" />;
  const words = t('ofLimit', { used: formatValue(used, unit), limit: formatValue(limit, unit) });
  return (
    <span
      className={styles['memory']}
      data-state={isHarmless ? 'calm' : fillState(fraction)}
      data-empty={used === 0 || undefined}
    >
      <meter className="sr-only" aria-label={title} aria-valuetext={words} min={0} max={limit} value={used}>
        {words}
      </meter>
      <span className={styles['bar']} aria-hidden="true">
        <span
          className={styles['level']}
          style={{ transform: `translateX(${((Math.min(1, fraction) - 1) * 100).toFixed(1)}%)` }}
        />
      </span>
      <span className="whitespace-nowrap text-2xs text-soft" aria-hidden="true">
        {words}
      </span>
    </span>
  );
};
