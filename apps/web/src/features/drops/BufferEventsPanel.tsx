'use client';
import {
  type DropsReport,
  type ExceedBufLimitRow,
  endpoint,
  formatValue,
  type RcvqueueFullRow,
  type UdpRefusedRow,
} from '@netstrata/metrics';
import { useHost } from '../connection/live.ts';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { bytes, column, countColumns } from './columns.tsx';
import { DROP_COLUMNS, dropKey } from './dropColumns.tsx';
import { Empty } from './Empty.tsx';
import { groupByReason } from './groupByReason.ts';
import { DROPS_TEXT } from './text.ts';
import { WatchedSection } from './WatchedSection.tsx';

const EVENTS = ['udp/udp_fail_queue_rcv_skb', 'sock/sock_rcvqueue_full', 'sock/sock_exceed_buf_limit', 'skb/kfree_skb'];

const udpSocket = ({ local = '', localPort }: UdpRefusedRow): string => endpoint(local, localPort);
const udpLimit = ({ limit }: UdpRefusedRow): string => (limit === undefined ? '–' : DROPS_TEXT.udpLimits[limit]);
const sender = ({ remote, remotePort }: UdpRefusedRow): string =>
  remote === undefined || remotePort === undefined ? '–' : endpoint(remote, remotePort);

const UDP_COLUMNS: readonly DetailColumn<UdpRefusedRow>[] = [
  {
    ...column('udpSocket'),
    sortBy: udpSocket,
    cell: (row) => <code className="font-mono">{udpSocket(row)}</code>,
  },
  { ...column('udpLimit'), cell: udpLimit },
  ...countColumns,
  { ...column('sender'), cell: (row) => <code className="font-mono">{sender(row)}</code> },
];

const FULL_COLUMNS: readonly DetailColumn<RcvqueueFullRow>[] = [
  { ...column('rcvbuf'), sortBy: ({ rcvbuf }) => rcvbuf, cell: ({ rcvbuf }) => bytes(rcvbuf) },
  { ...column('held'), numeric: true, cell: ({ rmemAlloc }) => bytes(rmemAlloc) },
  { ...column('truesize'), numeric: true, cell: ({ truesize }) => bytes(truesize) },
  ...countColumns,
];

const limitText = ({ limit, side }: ExceedBufLimitRow): string =>
  limit === undefined ? '–' : DROPS_TEXT.limits[limit](side === undefined ? '–' : DROPS_TEXT.side[side]);

const refusedColumns = (pageSizeBytes: number | undefined): readonly DetailColumn<ExceedBufLimitRow>[] => {
  const pages = (value: number | undefined) =>
    formatValue(value, 'pages', pageSizeBytes === undefined ? {} : { pageSizeBytes });
  return [
    { ...column('memProtocol'), sortBy: ({ protocol }) => protocol, cell: ({ protocol }) => protocol },
    { ...column('limit'), wrap: true, cell: limitText },
    { ...column('allocated'), numeric: true, cell: ({ allocatedPages }) => pages(allocatedPages) },
    { ...column('limits'), numeric: true, cell: ({ limitPages }) => limitPages.map(pages).join(' / ') },
    ...countColumns,
  ];
};

interface SubtableProps<Row> {
  readonly title: string;
  readonly columns: readonly DetailColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

function Subtable<Row>(props: SubtableProps<Row>) {
  if (props.rows.length === 0) return null;
  return (
    <>
      <h4 className="px-5 pt-3 pb-1 font-medium text-xs">{props.title}</h4>
      <DetailTable {...props} first={5} />
    </>
  );
}

const Tables = ({ report, hostId }: { readonly report: DropsReport; readonly hostId: string }) => {
  const pageSizeBytes = useHost(hostId, (host) => host.update?.facts.pageSizeBytes);
  const { udpRefused, rcvqueueFull, exceedBufLimit, drops } = report;
  const atSockets = groupByReason(drops.rows).filter(
    ({ about }) => about.layer === 'socket' && about.nature === 'loss',
  );
  if (udpRefused.rows.length + rcvqueueFull.rows.length + exceedBufLimit.rows.length + atSockets.length === 0)
    return <Empty />;
  return (
    <>
      <Subtable
        title={DROPS_TEXT.udpRefused}
        columns={UDP_COLUMNS}
        rows={udpRefused.rows}
        keyOf={(row) => `${udpSocket(row)} ${row.limit}`}
      />
      <Subtable
        title={DROPS_TEXT.exceedBufLimit}
        columns={refusedColumns(pageSizeBytes)}
        rows={exceedBufLimit.rows}
        keyOf={(row) => `${row.protocol} ${limitText(row)}`}
      />
      <Subtable
        title={DROPS_TEXT.rcvqueueFull}
        columns={FULL_COLUMNS}
        rows={rcvqueueFull.rows}
        keyOf={({ rcvbuf }) => String(rcvbuf)}
      />
      <Subtable title={DROPS_TEXT.socketDrops} columns={DROP_COLUMNS} rows={atSockets} keyOf={dropKey} />
    </>
  );
};

/** Where sockets had no room, as it happens. */
const BufferEventsPanel = ({ hostId }: { readonly hostId: string }) => (
  <WatchedSection hostId={hostId} text={DROPS_TEXT.buffers} events={EVENTS}>
    {(report) => <Tables report={report} hostId={hostId} />}
  </WatchedSection>
);

export default BufferEventsPanel;
