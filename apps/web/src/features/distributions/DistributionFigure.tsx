import {
  type DisplayUnit,
  type Distributed,
  type Distribution,
  type FormatOptions,
  formatValue,
} from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import styles from './Distributions.module.css';

const UNITS: Readonly<Record<Distributed, DisplayUnit>> = {
  rttUs: 'microseconds',
  minRttUs: 'microseconds',
  cwndSegs: 'segments',
  retransmittedShare: 'share',
  deliveryRateBytesPerSecond: 'bytes/s',
};

interface DistributionFigureProps {
  readonly distribution: Distribution;
  readonly established: number;
  readonly options?: FormatOptions;
}

/** One value over all connections: bars by powers of two, and the three quantiles in words. */
export const DistributionFigure = ({ distribution, established, options }: DistributionFigureProps) => {
  const { of, connections, p5, median, p95, buckets } = distribution;
  const t = useTranslations('distributions');
  const show = (value: number | undefined) => formatValue(value, UNITS[of], options);
  const most = Math.max(1, ...buckets.map((bucket) => bucket.connections));
  const words = t('quantiles', { p5: show(p5), median: show(median), p95: show(p95) });
  return (
    <figure className="min-w-0">
      <figcaption className="flex items-baseline gap-2" title={t(`of.${of}Help`)}>
        <span className="font-medium text-sm">{t(`of.${of}`)}</span>
        <span className="ml-auto text-2xs text-faint tabular-nums">
          {connections === established ? t('all') : t('some', { count: String(connections), all: String(established) })}
        </span>
      </figcaption>
      {connections === 0 ? (
        <p className="pt-1 text-faint text-xs">{t('empty')}</p>
      ) : (
        <>
          <div className={styles['bars']} role="img" aria-label={words}>
            {buckets.map(({ from, to, connections: count }) => (
              <span
                key={from}
                className={styles['bar']}
                data-some={count > 0}
                style={{ height: `${(100 * count) / most}%` }}
                title={t('bucket', { count, from: show(from), to: show(to) })}
              />
            ))}
          </div>
          <dl className="mt-1 flex justify-between gap-2 text-xs tabular-nums">
            {(
              [
                ['p5', p5],
                ['median', median],
                ['p95', p95],
              ] as const
            ).map(([id, value]) => (
              <div key={id}>
                <dt className="text-2xs text-faint">{t(`quantile.${id}`)}</dt>
                <dd>{show(value)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </figure>
  );
};
