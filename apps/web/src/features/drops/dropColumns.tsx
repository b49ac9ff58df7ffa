import { formatValue } from '@netstrata/metrics';
import type { DropNature } from '@netstrata/metrics/dropReasons';
import { cx } from '../../components/cx.ts';
import type { DetailColumn } from '../details/DetailTable.tsx';
import { LAYER_NAMES } from '../stack/text.ts';
import { column, countColumns } from './columns.tsx';
import type { ReasonGroup } from './groupByReason.ts';
import { DROPS_TEXT } from './text.ts';

const NATURE_INK: Record<DropNature, string> = {
  loss: 'text-saturated-ink',
  refused: 'text-busy-ink',
  harmless: 'text-calm-ink',
  unknown: 'text-unknown-ink',
};
const MOST_PLACES = 4;

const protocolText = (protocol: number | undefined): string =>
  protocol === undefined ? '–' : (DROPS_TEXT.protocols[protocol] ?? `0x${protocol.toString(16).padStart(4, '0')}`);

const Reason = ({ reason, about: { layer, nature, meaning, remedy } }: ReasonGroup) => (
  <>
    <span className="flex flex-wrap items-baseline gap-x-2">
      <code className="font-medium font-mono">{reason ?? DROPS_TEXT.reasonless}</code>
      <span className="text-2xs text-faint">{LAYER_NAMES[layer]}</span>
      <span className={cx('text-2xs', NATURE_INK[nature])}>{DROPS_TEXT.nature[nature]}</span>
    </span>
    <span className="block text-soft">{meaning}</span>
    <span className="block text-faint">{remedy}</span>
  </>
);

const Places = ({ places }: ReasonGroup) => {
  if (places.length === 0) return '–';
  return (
    <>
      {places.slice(0, MOST_PLACES).map(({ location, total }) => (
        <span key={location} className="block whitespace-nowrap" title={formatValue(Math.round(total), 'count')}>
          <code className="font-mono">{location}</code>
        </span>
      ))}
      {places.length > MOST_PLACES && (
        <span className="text-faint">{DROPS_TEXT.morePlaces(places.length - MOST_PLACES)}</span>
      )}
    </>
  );
};

/** Packets that were dropped, and why. */
export const DROP_COLUMNS: readonly DetailColumn<ReasonGroup>[] = [
  { ...column('reason'), wrap: true, sortBy: ({ reason }) => reason, cell: (group) => <Reason {...group} /> },
  ...countColumns,
  { ...column('protocol'), cell: ({ protocols }) => protocols.map(protocolText).join(', ') },
  { ...column('where'), cell: (group) => <Places {...group} /> },
];

export const dropKey = ({ reason = '' }: ReasonGroup): string => reason;
