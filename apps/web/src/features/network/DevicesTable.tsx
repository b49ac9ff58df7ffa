import type { NetworkDevice } from '@netstrata/metrics';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { headOf } from '../details/headOf.ts';
import { NETWORK_TEXT } from './text.ts';

const TEXT = NETWORK_TEXT.devices;

const titleOf = (id: 'device' | 'kind' | 'operstate' | 'mtu' | 'addresses' | 'filter') => headOf(TEXT, id);

const kindOf = ({ kind = TEXT.hardware, master }: NetworkDevice) =>
  master === undefined ? kind : TEXT.inside(kind, master);

const modeOf = ({ rpFilter }: NetworkDevice) => (rpFilter === undefined ? undefined : TEXT.modes[rpFilter]);

const COLUMNS: readonly DetailColumn<NetworkDevice>[] = [
  {
    ...titleOf('device'),
    sortBy: ({ device }) => device,
    cell: ({ device }) => <code className="font-mono">{device}</code>,
  },
  {
    ...titleOf('addresses'),
    cell: ({ addresses }) =>
      addresses.length === 0 ? (
        <span className="text-faint">{TEXT.none}</span>
      ) : (
        addresses.map(({ text, trouble }) => (
          <div key={text}>
            <code className="font-mono">{text}</code>
            {trouble !== undefined && <span className="text-faint"> {trouble}</span>}
          </div>
        ))
      ),
  },
  { ...titleOf('filter'), sortBy: modeOf, cell: modeOf },
  { ...titleOf('operstate'), sortBy: ({ operstate }) => operstate, cell: ({ operstate }) => operstate },
  { ...titleOf('kind'), sortBy: kindOf, cell: (row) => (row.device === 'lo' ? '' : kindOf(row)) },
  { ...titleOf('mtu'), numeric: true, sortBy: ({ mtuBytes }) => mtuBytes, cell: ({ mtuBytes }) => mtuBytes },
];

const keyOf = ({ device }: NetworkDevice) => device;

export const DevicesTable = ({ devices }: { readonly devices: readonly NetworkDevice[] }) => (
  <DetailTable title={TEXT.title} columns={COLUMNS} rows={devices} keyOf={keyOf} first={6} />
);
