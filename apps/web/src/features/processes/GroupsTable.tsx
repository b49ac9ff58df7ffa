'use client';
import { endpoint, formatValue, type ListenerGroup } from '@netstrata/metrics';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { headOf } from '../details/headOf.ts';
import { queuesOf } from './processes.ts';
import { GROUPS_TEXT } from './text.ts';

const text = (id: keyof typeof GROUPS_TEXT.columns) => headOf(GROUPS_TEXT.columns, id);

const Served = ({ group }: { readonly group: ListenerGroup }) => (
  <ul className="flex flex-wrap gap-x-3">
    {group.servers.map(({ pid, name, connections, accepted }) => (
      <li key={pid} className="whitespace-nowrap">
        <span className="text-faint">{GROUPS_TEXT.server(name, pid)}</span>{' '}
        {accepted === undefined || accepted === 0 ? connections : GROUPS_TEXT.accepted(connections, accepted)}
      </li>
    ))}
  </ul>
);

const COLUMNS: readonly DetailColumn<ListenerGroup>[] = [
  {
    ...text('port'),
    sortBy: ({ port }) => port,
    cell: ({ address, port }) => <code className="font-mono">{endpoint(address, port)}</code>,
  },
  {
    ...text('sockets'),
    numeric: true,
    sortBy: ({ socketCount }) => socketCount,
    cell: ({ socketCount }) => socketCount,
  },
  {
    ...text('queues'),
    sortBy: ({ queueGapShare }) => queueGapShare ?? 0,
    cell: (group) => {
      const { queues, backlog } = queuesOf(group);
      return GROUPS_TEXT.queues(queues, backlog);
    },
  },
  {
    ...text('uneven'),
    numeric: true,
    sortBy: ({ unevenShare }) => unevenShare,
    cell: ({ unevenShare }) =>
      unevenShare === undefined ? (
        <span className="text-faint">{GROUPS_TEXT.few}</span>
      ) : (
        formatValue(unevenShare, 'share')
      ),
  },
  { ...text('served'), wrap: true, cell: (group) => <Served group={group} /> },
];

/** Ports that several sockets or processes serve, and how evenly. */
export const GroupsTable = ({ groups }: { readonly groups: readonly ListenerGroup[] }) => (
  <>
    <h4 className="px-5 pt-3 font-semibold text-xs">{GROUPS_TEXT.title}</h4>
    <p className="px-5 pt-1 pb-1 text-soft text-xs">{GROUPS_TEXT.about}</p>
    <DetailTable
      title={GROUPS_TEXT.title}
      columns={COLUMNS}
      rows={groups}
      keyOf={({ address, port }) => `${address} ${port}`}
      first={4}
    />
  </>
);
