import { formatValue } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { exactNumber } from '../stepText.ts';
import type { Picture } from '../types.ts';

const [LEFT, RIGHT, TOP, BOTTOM] = [8, 552, 20, 170];
const TEETH = 7;

/** The window of a connection under loss: it grows, is cut in half, and grows again; its mean is the ceiling. */
export const SawPicture = ({ picture }: { readonly picture: Extract<Picture, { kind: 'saw' }> }) => {
  const t = useTranslations('calculators.pictures');
  const { ceiling, wanted } = picture;
  // Three quarters of the top of a tooth is its mean.
  const peak = ceiling / 0.75;
  const scale = Math.min(Math.max(peak, wanted) * 1.15, peak * 4);
  const y = (rate: number) => BOTTOM - (Math.min(rate, scale) / scale) * (BOTTOM - TOP);
  const wide = (RIGHT - LEFT) / TEETH;
  const teeth = Array.from({ length: TEETH }, (_, at) => {
    const from = LEFT + at * wide;
    return `${at === 0 ? 'M' : 'L'}${from} ${y(peak / 2)}L${from + wide} ${y(peak)}`;
  }).join('');
  return (
    <>
      <path d={`M${LEFT} ${BOTTOM}H${RIGHT}`} className="stroke-line-strong" />
      <path d={`${teeth}V${BOTTOM}H${LEFT}Z`} className="fill-calm opacity-20" />
      <path d={teeth} className="fill-none stroke-calm" strokeWidth={2} />
      <path d={`M${LEFT} ${y(ceiling)}H${RIGHT}`} className="stroke-ink" strokeDasharray="5 4" />
      <path d={`M${LEFT} ${BOTTOM + 11}h20`} className="stroke-ink" strokeDasharray="5 4" />
      <text x={LEFT + 26} y={BOTTOM + 15} className="fill-ink text-[11px]">
        {t('mean', { rate: formatValue(ceiling, 'bytes/s') })}
      </text>
      <path
        d={`M${LEFT} ${y(wanted)}H${RIGHT}`}
        className={wanted > ceiling ? 'stroke-saturated' : 'stroke-calm'}
        strokeWidth={2}
      />
      <text x={RIGHT - 4} y={y(wanted) - 5} textAnchor="end" className="fill-ink text-[11px]">
        {wanted > scale
          ? t('times', {
              limit: t('wanted', { rate: formatValue(wanted, 'bytes/s') }),
              times: exactNumber(Math.floor(wanted / ceiling)),
            })
          : t('wanted', { rate: formatValue(wanted, 'bytes/s') })}
      </text>
    </>
  );
};
