import { type Distribution, type FormatOptions, formatValue } from '@netstrata/metrics';
import styles from './Distributions.module.css';
import { DISTRIBUTED_TEXT, DISTRIBUTIONS_TEXT } from './text.ts';

interface DistributionFigureProps {
  readonly distribution: Distribution;
  readonly established: number;
  readonly options?: FormatOptions;
}

/** One value over all connections: bars by powers of two, and the three quantiles in words. */
export const DistributionFigure = ({ distribution, established, options }: DistributionFigureProps) => {
  const { of, connections, p5, median, p95, buckets } = distribution;
  const { title, help, unit } = DISTRIBUTED_TEXT[of];
  const show = (value: number | undefined) => formatValue(value, unit, options);
  const most = Math.max(1, ...buckets.map((bucket) => bucket.connections));
  const words = DISTRIBUTIONS_TEXT.quantiles(show(p5), show(median), show(p95));
  return (
    <figure className="min-w-0">
      <figcaption className="flex items-baseline gap-2" title={help}>
        <span className="font-medium text-sm">{title}</span>
        <span className="ml-auto text-2xs text-faint tabular-nums">
          {DISTRIBUTIONS_TEXT.counted(connections, established)}
        </span>
      </figcaption>
      {connections === 0 ? (
        <p className="pt-1 text-faint text-xs">{DISTRIBUTIONS_TEXT.empty}</p>
      ) : (
        <>
          <div className={styles['bars']} role="img" aria-label={words}>
            {buckets.map(({ from, to, connections: count }) => (
              <span
                key={from}
                className={styles['bar']}
                data-some={count > 0}
                style={{ height: `${(100 * count) / most}%` }}
                title={DISTRIBUTIONS_TEXT.bucket(count, show(from), show(to))}
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
                <dt className="text-2xs text-faint">{DISTRIBUTIONS_TEXT.quantile[id]}</dt>
                <dd>{show(value)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </figure>
  );
};
