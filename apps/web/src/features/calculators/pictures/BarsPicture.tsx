import { formatValue } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { exactNumber } from '../stepText.ts';
import type { Bar } from '../types.ts';

const WIDTH = 560;
const ROW = 44;
/** Where the limit stands, of the width: what is beyond it has room too. */
const LIMIT_AT = 0.72;

const amount = (value: number, unit: Bar['unit']): string =>
  unit === 'count' ? exactNumber(value) : formatValue(value, unit);

/** Amounts against their limits, a row each: full at the line. */
export const BarsPicture = ({ bars, top = 0 }: { readonly bars: readonly Bar[]; readonly top?: number }) => {
  const t = useTranslations('calculators.bars');
  return bars.map(({ id, value, limit, unit }, at) => {
    const share = limit <= 0 ? 0 : value / limit;
    const end = Math.min(WIDTH, Math.max(2, share * LIMIT_AT * WIDTH));
    const line = LIMIT_AT * WIDTH;
    const y = top + at * ROW;
    const isOver = value > limit;
    return (
      <g key={id}>
        <text x={0} y={y + 11} className="fill-ink text-[11px]">
          {t('amount', { what: t(id), amount: amount(value, unit) })}
        </text>
        <text x={WIDTH} y={y + 11} textAnchor="end" className="fill-faint text-[11px]">
          {t('limit', { limit: amount(limit, unit) })}
        </text>
        <rect x={0} y={y + 17} width={WIDTH} height={12} rx={3} className="fill-sunken stroke-line" />
        <rect x={0} y={y + 17} width={Math.min(end, line)} height={12} rx={3} className="fill-calm" />
        {isOver && <rect x={line} y={y + 17} width={end - line} height={12} className="fill-saturated" />}
        <path d={`M${line} ${y + 14}v18`} className="stroke-ink" strokeWidth={1.5} />
      </g>
    );
  });
};

export const barsHeight = (bars: readonly Bar[]): number => bars.length * ROW;
