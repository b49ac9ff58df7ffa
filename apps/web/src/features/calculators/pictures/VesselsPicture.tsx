import { formatValue } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import type { Picture } from '../types.ts';
import { BarsPicture } from './BarsPicture.tsx';

const MOST_DRAWN = 10;
const HEIGHT = 84;

/** Each socket a vessel: half of it is promised to the sender, the rest pays for bookkeeping. */
export const VesselsPicture = ({ picture }: { readonly picture: Extract<Picture, { kind: 'vessels' }> }) => {
  const t = useTranslations('calculators.pictures');
  const { sockets, rcvbuf, wantedEach, bars } = picture;
  const drawn = Math.min(MOST_DRAWN, sockets);
  const step = Math.min(64, 560 / drawn);
  const level = Math.min(HEIGHT, (wantedEach / rcvbuf) * HEIGHT);
  const half = 14 + HEIGHT / 2;
  return (
    <>
      {Array.from({ length: drawn }, (_, at) => at).map((at) => {
        const x = at * step + 3;
        const width = step - 8;
        return (
          <g key={at}>
            <rect x={x} y={14} width={width} height={HEIGHT} rx={4} className="fill-sunken stroke-line-strong" />
            <rect
              x={x + 2}
              y={14 + HEIGHT - level}
              width={width - 4}
              height={level}
              className={level > HEIGHT / 2 ? 'fill-saturated' : 'fill-calm'}
            />
            <path d={`M${x} ${half}h${width}`} className="stroke-ink" strokeDasharray="4 3" />
          </g>
        );
      })}
      <text x={0} y={half + HEIGHT / 2 + 20} className="fill-soft text-[11px]">
        {t('vessels', {
          count: String(sockets),
          each: formatValue(wantedEach, 'bytes'),
          half: formatValue(rcvbuf / 2, 'bytes'),
        })}
      </text>
      <BarsPicture bars={bars} top={138} />
    </>
  );
};
