'use client';
import { endpoint, type RetransmitRow } from '@netstrata/metrics';
import { clockTime } from '../../components/clockTime.ts';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { column, countColumns, restOf } from './columns.tsx';
import { Empty } from './Empty.tsx';
import { DROPS_TEXT } from './text.ts';
import { WatchedSection } from './WatchedSection.tsx';

const EVENTS = ['tcp/tcp_retransmit_skb'];

const connectionOf = ({ local, localPort, remote, remotePort }: RetransmitRow): string =>
  `${endpoint(local, localPort)} → ${endpoint(remote, remotePort)}`;

const COLUMNS: readonly DetailColumn<RetransmitRow>[] = [
  {
    ...column('connection'),
    sortBy: connectionOf,
    cell: (row) => <code className="font-mono">{connectionOf(row)}</code>,
  },
  { ...column('state'), sortBy: ({ state }) => state, cell: ({ state }) => state ?? '–' },
  ...countColumns,
  { ...column('failed'), numeric: true, sortBy: ({ failed }) => failed, cell: ({ failed }) => failed },
  { ...column('last'), numeric: true, sortBy: ({ lastMs }) => lastMs, cell: ({ lastMs }) => clockTime(lastMs) },
];

/** Which connections send again, newest first. */
const RetransmitsPanel = ({ hostId }: { readonly hostId: string }) => (
  <WatchedSection hostId={hostId} text={DROPS_TEXT.retransmits} events={EVENTS}>
    {({ retransmits }) => {
      const rest = restOf(retransmits);
      return retransmits.rows.length === 0 ? (
        <Empty />
      ) : (
        <>
          <DetailTable
            title={DROPS_TEXT.retransmits.title}
            columns={COLUMNS}
            rows={retransmits.rows}
            keyOf={connectionOf}
          />
          {rest !== undefined && <p className="px-5 py-1 text-faint text-xs">{rest}</p>}
        </>
      );
    }}
  </WatchedSection>
);

export default RetransmitsPanel;
