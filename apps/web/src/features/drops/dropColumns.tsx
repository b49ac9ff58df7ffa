import { formatValue, UNKNOWN_TEXT } from '@netstrata/metrics';
import type { DropNature } from '@netstrata/metrics/dropReasons';
import { useTranslations } from 'next-intl';
import { cx } from '../../components/cx.ts';
import { useDropReasonWords } from '../catalogue/useDropReasonWords.ts';
import { columnOf } from '../details/columnOf.ts';
import type { DetailColumn } from '../details/DetailTable.tsx';
import { countColumns } from './columns.tsx';
import type { ReasonGroup } from './groupByReason.ts';
import type { DropColumnWords, DropWords } from './words.ts';

const NATURE_INK: Record<DropNature, string> = {
  loss: 'text-saturated-ink',
  refused: 'text-busy-ink',
  harmless: 'text-calm-ink',
  unknown: 'text-unknown-ink',
};
const MOST_PLACES = 4;

/** By EtherType; names of protocols are the same in every language. */
const PROTOCOLS: Readonly<Record<number, string>> = {
  2048: 'IPv4',
  2054: 'ARP',
  33024: 'VLAN',
  34525: 'IPv6',
  34915: 'PPPoE',
  35020: 'LLDP',
};

const protocolText = (t: DropWords, protocol: number | undefined): string => {
  if (protocol === undefined) return UNKNOWN_TEXT;
  if (protocol === 0) return t('noProtocol');
  return PROTOCOLS[protocol] ?? `0x${protocol.toString(16).padStart(4, '0')}`;
};

const Reason = ({ reason, about: { layer, nature } }: ReasonGroup) => {
  const t = useTranslations();
  const { meaning, remedy } = useDropReasonWords()(reason);
  return (
    <>
      <span className="flex flex-wrap items-baseline gap-x-2">
        <code className="font-medium font-mono">{reason ?? t('drops.reasonless')}</code>
        <span className="text-2xs text-faint">{t(`layers.names.${layer}`)}</span>
        <span className={cx('text-2xs', NATURE_INK[nature])}>{t(`drops.nature.${nature}`)}</span>
      </span>
      <span className="block text-soft">{meaning}</span>
      <span className="block text-faint">{remedy}</span>
    </>
  );
};

const Places = ({ places }: ReasonGroup) => {
  const t = useTranslations('drops');
  if (places.length === 0) return UNKNOWN_TEXT;
  return (
    <>
      {places.slice(0, MOST_PLACES).map(({ location, total }) => (
        <span key={location} className="block whitespace-nowrap" title={formatValue(Math.round(total), 'count')}>
          <code className="font-mono">{location}</code>
        </span>
      ))}
      {places.length > MOST_PLACES && (
        <span className="text-faint">{t('morePlaces', { count: String(places.length - MOST_PLACES) })}</span>
      )}
    </>
  );
};

/** Packets that were dropped, and why. */
export const dropColumns = (
  t: DropWords,
  c: DropColumnWords,
  listed: (words: readonly string[]) => string,
): readonly DetailColumn<ReasonGroup>[] => [
  {
    ...columnOf(c, 'reason'),
    wrap: true,
    sortBy: ({ reason }) => reason,
    cell: (group) => <Reason {...group} />,
  },
  ...countColumns(t, c),
  {
    ...columnOf(c, 'protocol'),
    cell: ({ protocols }) => listed(protocols.map((protocol) => protocolText(t, protocol))),
  },
  { ...columnOf(c, 'where'), cell: (group) => <Places {...group} /> },
];

export const dropKey = ({ reason = '' }: ReasonGroup): string => reason;
