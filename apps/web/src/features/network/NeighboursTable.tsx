import { formatAge, type Locale, type NetworkReport } from '@netstrata/metrics';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { columnOf } from '../details/columnOf.ts';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';

type ColumnWords = ReturnType<typeof useTranslations<'network.neighbours.columns'>>;
type Neighbour = NetworkReport['neighbours'][number];

const columnsOf = (c: ColumnWords, locale: Locale): readonly DetailColumn<Neighbour>[] => [
  {
    ...columnOf(c, 'address'),
    sortBy: ({ address }) => address,
    cell: ({ address }) => <code className="font-mono">{address}</code>,
  },
  {
    ...columnOf(c, 'device'),
    sortBy: ({ device }) => device,
    cell: ({ device }) => <code className="font-mono">{device}</code>,
  },
  { ...columnOf(c, 'state'), sortBy: ({ state }) => state, cell: ({ state }) => state },
  { ...columnOf(c, 'linkAddress'), cell: ({ linkAddress }) => <code className="font-mono">{linkAddress}</code> },
  {
    ...columnOf(c, 'since'),
    numeric: true,
    sortBy: ({ seconds }) => seconds,
    cell: ({ seconds }) => seconds !== undefined && formatAge(seconds * 1000, locale),
  },
];

const keyOf = ({ device, address }: Neighbour) => `${device} ${address}`;

export const NeighboursTable = ({ neighbours }: { readonly neighbours: readonly Neighbour[] }) => {
  const t = useTranslations('network.neighbours');
  const c = useTranslations('network.neighbours.columns');
  const locale = useLocale();
  const columns = useMemo(() => columnsOf(c, locale), [c, locale]);
  return <DetailTable title={t('title')} columns={columns} rows={neighbours} keyOf={keyOf} first={5} />;
};
