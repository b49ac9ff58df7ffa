import { formatValue } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import type { Picture } from '../types.ts';
import { BarsPicture } from './BarsPicture.tsx';

const DROPS = Array.from({ length: 15 }, (_, at) => at);

/** The path as a pipe: as long as it takes, as wide as it carries, filled with what is on its way. */
export const PipePicture = ({ picture }: { readonly picture: Extract<Picture, { kind: 'pipe' }> }) => {
  const t = useTranslations('calculators.pictures');
  const { mbit, rttMs, inFlight, bars } = picture;
  // Both by their order of magnitude, so that every path has a shape.
  const long = Math.min(470, 130 + 68 * Math.max(0, Math.log10(rttMs) + 1));
  const wide = Math.min(86, 22 + 13 * Math.max(0, Math.log10(mbit)));
  const left = (560 - long) / 2;
  const middle = 62;
  return (
    <>
      <rect
        x={left}
        y={middle - wide / 2}
        width={long}
        height={wide}
        rx={8}
        className="fill-sunken stroke-line-strong"
      />
      {DROPS.map((at) => (
        <rect
          key={at}
          x={left + 5 + (at * (long - 10)) / DROPS.length}
          y={middle - wide / 2 + 5}
          width={(long - 10) / DROPS.length - 3}
          height={wide - 10}
          rx={2}
          className="fill-calm opacity-80"
        />
      ))}
      <text x={left - 6} y={middle + 4} textAnchor="end" className="fill-soft text-[11px]">
        {formatValue(mbit, 'mbit/s')}
      </text>
      <path
        d={`M${left} ${middle + wide / 2 + 8}h${long}m-5 -3 5 3-5 3M${left + 5} ${middle + wide / 2 + 5}l-5 3 5 3`}
        className="fill-none stroke-line-strong"
      />
      <text x={280} y={middle + wide / 2 + 22} textAnchor="middle" className="fill-soft text-[11px]">
        {t('pipe', { rtt: `${rttMs} ms`, amount: formatValue(inFlight, 'bytes') })}
      </text>
      <BarsPicture bars={bars} top={146} />
    </>
  );
};
