import { formatValue } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { memo, type ReactNode } from 'react';
import { cx } from '../../../components/cx.ts';
import { useListed } from '../../../locale/useListed.ts';
import styles from './Windows.module.css';

/** The picture begins with room for so many seconds. */
const LEAST_SECONDS = 30;
const HEIGHT = 100;

type BandId = 'busy' | 'rwnd' | 'sndbuf' | 'idle' | 'unread' | 'coming' | 'free';

/** Shares of one second; what is not there or NaN is unknown. */
type BandColumn = { readonly timeMs: number } & Readonly<Partial<Record<BandId, number>>>;

/** One without a fill is what the others leave. */
export interface BandPart {
  readonly id: BandId;
  readonly fill?: string;
}

interface BandProps {
  readonly about: string;
  readonly columns: readonly BandColumn[];
  /** In the order of the legend, which begins with the topmost. */
  readonly parts: readonly BandPart[];
  /** Patterns that the fills name. */
  readonly children: ReactNode;
}

interface ColumnProps extends Pick<BandProps, 'parts'> {
  readonly column: BandColumn;
  readonly at: number;
}

const Column = memo(({ column, parts, at }: ColumnProps) => {
  let top = HEIGHT;
  return parts.toReversed().map(({ id, fill }) => {
    const height = (column[id] || 0) * HEIGHT;
    if (fill === undefined || height === 0) return null;
    top -= height;
    return <rect key={id} x={at + 0.08} y={top} width={0.84} height={height} fill={fill} />;
  });
});
Column.displayName = 'BandColumn';

/** Shares second by second, the newest at the right end, with their means as the legend. */
export const Band = ({ about, columns, parts, children }: BandProps) => {
  const t = useTranslations('sockets.detail.band');
  const listed = useListed();
  const seconds = Math.max(LEAST_SECONDS, columns.length);
  const means = parts.map(({ id }) => {
    const known = columns.map((column) => column[id] ?? Number.NaN).filter((share) => !Number.isNaN(share));
    const mean = known.length === 0 ? undefined : known.reduce((sum, share) => sum + share, 0) / known.length;
    return { id, name: t(id), text: mean === undefined ? '–' : formatValue(mean, 'share') };
  });
  const spoken = listed(means.map(({ name, text }) => `${name} ${text}`));
  return (
    <>
      <p className="mt-0.5 mb-1.5 text-faint text-xs">{columns.length === 0 ? t('waiting') : about}</p>
      <svg
        viewBox={`0 0 ${seconds} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('spoken', { seconds: columns.length, parts: spoken })}
        className={styles['bandPlot']}
      >
        <defs>{children}</defs>
        {columns.map((column, at) => (
          <Column key={column.timeMs} column={column} parts={parts} at={seconds - columns.length + at} />
        ))}
      </svg>
      <ul className="mt-1.5 flex flex-wrap gap-x-4 gap-y-0.5 text-xs">
        {means.map(({ id, name, text }) => (
          <li key={id} className="flex items-center gap-1.5 whitespace-nowrap tabular-nums">
            <span aria-hidden="true" className={cx(styles['swatch'], styles['banded'], styles[id])} />
            <span className="text-soft">{name}</span>
            <span className="font-medium">{text}</span>
          </li>
        ))}
      </ul>
    </>
  );
};
