import { formatValue, type SocketDetail } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { memo, useEffect, useState } from 'react';
import { cx } from '../../../components/cx.ts';
import { LIMITS, type LimitShares, limitShares, withShares } from './limitShares.ts';
import styles from './Windows.module.css';

const MOST_SECONDS = 180;
/** The picture begins with room for so many. */
const LEAST_SECONDS = 30;
const HEIGHT = 100;

/** From the bottom up. */
const STACKED = ['sndbuf', 'rwnd', 'busy'] as const satisfies readonly (keyof LimitShares)[];
const FILLS = { sndbuf: 'url(#band-sndbuf)', rwnd: 'url(#band-rwnd)', busy: 'var(--flow-down)' } as const;

const Column = memo(({ shares, at }: { readonly shares: LimitShares; readonly at: number }) => {
  let top = HEIGHT;
  return STACKED.map((limit) => {
    const height = shares[limit] * HEIGHT;
    top -= height;
    return <rect key={limit} x={at + 0.08} y={top} width={0.84} height={height} fill={FILLS[limit]} />;
  });
});
Column.displayName = 'LimitColumn';

interface LimitBandProps {
  readonly now: SocketDetail;
  readonly before: SocketDetail | undefined;
}

/** Who held the sender back, second by second, for as long as the sheet is open. */
export const LimitBand = ({ now, before }: LimitBandProps) => {
  const t = useTranslations('sockets.detail.band');
  const [band, setBand] = useState<readonly LimitShares[]>([]);
  useEffect(() => {
    const next = limitShares(now, before);
    if (next !== undefined) setBand((seen) => withShares(seen, next, MOST_SECONDS));
  }, [now, before]);
  if (now.fields['busyTimeUs'] === undefined) return null;
  const seconds = Math.max(LEAST_SECONDS, band.length);
  const mean = (limit: keyof LimitShares) =>
    band.reduce((sum, shares) => sum + shares[limit], 0) / Math.max(1, band.length);
  const parts = LIMITS.map((limit) => `${t(limit)} ${formatValue(mean(limit), 'share')}`).join(', ');
  return (
    <section aria-label={t('title')} className="px-5 pt-5" data-picture="limits">
      <h3 className="font-semibold text-sm">{t('title')}</h3>
      <p className="mt-0.5 mb-1.5 text-faint text-xs">{band.length === 0 ? t('waiting') : t('about')}</p>
      <svg
        viewBox={`0 0 ${seconds} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('spoken', { seconds: band.length, parts })}
        className={styles['bandPlot']}
      >
        <defs>
          <pattern id="band-rwnd" width="1" height="12" patternUnits="userSpaceOnUse">
            <rect width="1" height="7" fill="var(--busy)" />
          </pattern>
          <pattern id="band-sndbuf" width="1" height="5" patternUnits="userSpaceOnUse">
            <rect width="1" height="4" fill="var(--saturated)" />
          </pattern>
        </defs>
        {band.map((shares, at) => (
          <Column key={shares.timeMs} shares={shares} at={seconds - band.length + at} />
        ))}
      </svg>
      <ul className="mt-1.5 flex flex-wrap gap-x-4 gap-y-0.5 text-xs">
        {LIMITS.map((limit) => (
          <li key={limit} className="flex items-center gap-1.5 whitespace-nowrap tabular-nums">
            <span aria-hidden="true" className={cx(styles['swatch'], styles[limit])} />
            <span className="text-soft">{t(limit)}</span>
            <span className="font-medium">{band.length === 0 ? '–' : formatValue(mean(limit), 'share')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
};
