import { useTranslations } from 'next-intl';
import { exactNumber } from '../stepText.ts';
import type { Picture } from '../types.ts';

const WIDTH = 560;
const PORTS = 65_535;
/** Room for the sentence over the range, in the largest letters. */
const LABEL = 350;
const MARKS = [1, 16_384, 32_768, 49_152, PORTS] as const;

/** All ports on a line, the range that is given out, and how much of it is taken. */
export const PortsPicture = ({ picture }: { readonly picture: Extract<Picture, { kind: 'ports' }> }) => {
  const t = useTranslations('calculators.pictures');
  const { low, high, needed, ports } = picture;
  const x = (port: number) => (port / PORTS) * WIDTH;
  const taken = Math.min(1, needed / Math.max(1, ports)) * (x(high) - x(low));
  const isOver = needed > ports;
  return (
    <>
      <rect x={0} y={34} width={WIDTH} height={34} rx={4} className="fill-sunken stroke-line" />
      <rect x={x(low)} y={34} width={Math.max(1, x(high) - x(low))} height={34} className="fill-calm opacity-30" />
      <rect x={x(low)} y={34} width={taken} height={34} className={isOver ? 'fill-saturated' : 'fill-calm'} />
      <rect
        x={x(low)}
        y={30}
        width={Math.max(1, x(high) - x(low))}
        height={42}
        rx={3}
        className="fill-none stroke-ink"
        strokeWidth={1.5}
      />
      <text
        x={Math.min(WIDTH - LABEL / 2, Math.max(LABEL / 2, (x(low) + x(high)) / 2))}
        y={22}
        textAnchor="middle"
        className="fill-ink text-[11px]"
      >
        {t('ports', {
          low: String(low),
          high: String(high),
          needed: exactNumber(needed),
          ports: exactNumber(ports),
        })}
      </text>
      {MARKS.map((port, at) => (
        <text
          key={port}
          x={x(port)}
          y={90}
          textAnchor={at === 0 ? 'start' : port === PORTS ? 'end' : 'middle'}
          className="fill-faint text-[10px]"
        >
          {port}
        </text>
      ))}
    </>
  );
};
