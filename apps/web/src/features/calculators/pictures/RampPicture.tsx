import { formatValue } from '@netstrata/metrics';
import { useLocale, useTranslations } from 'next-intl';
import { exactNumber } from '../stepText.ts';
import type { Picture, RampLimit } from '../types.ts';

const [LEFT, RIGHT, TOP, BOTTOM] = [8, 552, 22, 176];

/** What piles up while nobody takes it, against what the queue holds; and how long it takes to be worked off. */
export const RampPicture = ({ picture }: { readonly picture: Extract<Picture, { kind: 'ramp' }> }) => {
  const t = useTranslations('calculators.pictures');
  const locale = useLocale();
  const { seconds, waiting, limits, drainSeconds } = picture;
  const most = Math.max(waiting, ...limits.map(({ value }) => value), 1) * 1.12;
  // A queue far larger than what waits would flatten the picture.
  const scale = Math.min(most, waiting * 6 + 1);
  const y = (amount: number) => BOTTOM - (Math.min(amount, scale) / scale) * (BOTTOM - TOP);
  const peak = drainSeconds === undefined ? RIGHT - 60 : LEFT + (RIGHT - LEFT) * 0.55;
  const after = drainSeconds === undefined || !Number.isFinite(drainSeconds) ? undefined : RIGHT;
  const least = Math.min(...limits.map(({ value }) => value));
  const lost = waiting > least;
  const limitText = (id: RampLimit['id'], value: number): string => {
    const limit = t(`limits.${id}`, { value: exactNumber(value) });
    return value > scale && waiting > 0
      ? t('times', { limit, times: exactNumber(Math.floor(value / waiting)) })
      : limit;
  };
  const crossing = LEFT + ((peak - LEFT) * least) / Math.max(1, waiting);
  return (
    <>
      <path d={`M${LEFT} ${BOTTOM}H${RIGHT}`} className="stroke-line-strong" />
      <path
        d={`M${LEFT} ${BOTTOM}L${peak} ${y(waiting)}${after === undefined ? `H${RIGHT}V${BOTTOM}` : `L${after} ${BOTTOM}`}Z`}
        className="fill-calm opacity-30"
      />
      {lost && (
        <path d={`M${crossing} ${y(least)}L${peak} ${y(waiting)}V${y(least)}Z`} className="fill-saturated opacity-70" />
      )}
      <path
        d={`M${LEFT} ${BOTTOM}L${peak} ${y(waiting)}${after === undefined ? `H${RIGHT}` : `L${after} ${BOTTOM}`}`}
        className="fill-none stroke-calm"
        strokeWidth={2}
      />
      {limits.map(({ id, value }, at) => (
        <g key={id}>
          <path
            d={`M${LEFT} ${y(value)}H${RIGHT}`}
            className={value > scale ? 'stroke-line-strong' : 'stroke-ink'}
            strokeDasharray={value > scale ? '1 5' : '5 4'}
          />
          <text
            x={at % 2 === 0 ? LEFT + 4 : RIGHT - 4}
            y={y(value) - 5}
            textAnchor={at % 2 === 0 ? 'start' : 'end'}
            className="fill-ink text-[11px]"
          >
            {limitText(id, value)}
          </text>
        </g>
      ))}
      <text
        x={after === undefined ? RIGHT : LEFT}
        y={BOTTOM + 15}
        textAnchor={after === undefined ? 'end' : 'start'}
        className="fill-soft text-[11px]"
      >
        {t('stall', { time: formatValue(seconds, 'seconds', { locale }), count: exactNumber(waiting) })}
      </text>
      {after !== undefined && (
        <text x={RIGHT} y={BOTTOM + 15} textAnchor="end" className="fill-soft text-[11px]">
          {t('drained', { time: formatValue(drainSeconds, 'seconds', { locale }) })}
        </text>
      )}
    </>
  );
};
