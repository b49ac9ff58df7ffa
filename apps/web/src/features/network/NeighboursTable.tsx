import { formatAge, type NetworkReport } from '@netstrata/metrics';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { headOf } from '../details/headOf.ts';
import { NETWORK_TEXT } from './text.ts';

const TEXT = NETWORK_TEXT.neighbours;
type Neighbour = NetworkReport['neighbours'][number];

const titleOf = (id: 'address' | 'device' | 'state' | 'linkAddress' | 'since') => headOf(TEXT, id);

const COLUMNS: readonly DetailColumn<Neighbour>[] = [
  {
    ...titleOf('address'),
    sortBy: ({ address }) => address,
    cell: ({ address }) => <code className="font-mono">{address}</code>,
  },
  {
    ...titleOf('device'),
    sortBy: ({ device }) => device,
    cell: ({ device }) => <code className="font-mono">{device}</code>,
  },
  { ...titleOf('state'), sortBy: ({ state }) => state, cell: ({ state }) => state },
  { ...titleOf('linkAddress'), cell: ({ linkAddress }) => <code className="font-mono">{linkAddress}</code> },
  {
    ...titleOf('since'),
    numeric: true,
    sortBy: ({ seconds }) => seconds,
    cell: ({ seconds }) => seconds !== undefined && formatAge(seconds * 1000),
  },
];

const keyOf = ({ device, address }: Neighbour) => `${device} ${address}`;

export const NeighboursTable = ({ neighbours }: { readonly neighbours: readonly Neighbour[] }) => (
  <DetailTable title={TEXT.title} columns={COLUMNS} rows={neighbours} keyOf={keyOf} first={5} />
);
