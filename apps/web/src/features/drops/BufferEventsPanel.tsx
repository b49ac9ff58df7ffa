'use client';
import {
  type DropsReport,
  type ExceedBufLimitRow,
  endpoint,
  formatValue,
  type RcvqueueFullRow,
  type UdpRefusedRow,
  UNKNOWN_TEXT,
} from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useListed } from '../../locale/useListed.ts';
import { useHost } from '../connection/live.ts';
import { columnOf } from '../details/columnOf.ts';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { bytes, countColumns } from './columns.tsx';
import { dropColumns, dropKey } from './dropColumns.tsx';
import { Empty } from './Empty.tsx';
import { groupByReason } from './groupByReason.ts';
import { WatchedSection } from './WatchedSection.tsx';
import type { DropColumnWords, DropWords } from './words.ts';

const EVENTS = ['udp/udp_fail_queue_rcv_skb', 'sock/sock_rcvqueue_full', 'sock/sock_exceed_buf_limit', 'skb/kfree_skb'];

const udpSocket = ({ local = '', localPort }: UdpRefusedRow): string => endpoint(local, localPort);
const udpLimit = (t: DropWords, { limit }: UdpRefusedRow): string =>
  limit === undefined ? UNKNOWN_TEXT : t(`udpLimits.${limit}`);
const sender = ({ remote, remotePort }: UdpRefusedRow): string =>
  remote === undefined || remotePort === undefined ? UNKNOWN_TEXT : endpoint(remote, remotePort);

const udpColumns = (t: DropWords, c: DropColumnWords): readonly DetailColumn<UdpRefusedRow>[] => [
  {
    ...columnOf(c, 'udpSocket'),
    sortBy: udpSocket,
    cell: (row) => <code className="font-mono">{udpSocket(row)}</code>,
  },
  { ...columnOf(c, 'udpLimit'), cell: (row) => udpLimit(t, row) },
  ...countColumns(t, c),
  { ...columnOf(c, 'sender'), cell: (row) => <code className="font-mono">{sender(row)}</code> },
];

const fullColumns = (t: DropWords, c: DropColumnWords): readonly DetailColumn<RcvqueueFullRow>[] => [
  { ...columnOf(c, 'rcvbuf'), sortBy: ({ rcvbuf }) => rcvbuf, cell: ({ rcvbuf }) => bytes(rcvbuf) },
  { ...columnOf(c, 'held'), numeric: true, cell: ({ rmemAlloc }) => bytes(rmemAlloc) },
  { ...columnOf(c, 'truesize'), numeric: true, cell: ({ truesize }) => bytes(truesize) },
  ...countColumns(t, c),
];

const limitText = (t: DropWords, { limit, side }: ExceedBufLimitRow): string =>
  limit === undefined
    ? UNKNOWN_TEXT
    : t(`limits.${limit}`, { side: side === undefined ? UNKNOWN_TEXT : t(`side.${side}`) });

const refusedColumns = (
  t: DropWords,
  c: DropColumnWords,
  pageSizeBytes: number | undefined,
): readonly DetailColumn<ExceedBufLimitRow>[] => {
  const pages = (value: number | undefined) =>
    formatValue(value, 'pages', pageSizeBytes === undefined ? {} : { pageSizeBytes });
  return [
    { ...columnOf(c, 'memProtocol'), sortBy: ({ protocol }) => protocol, cell: ({ protocol }) => protocol },
    { ...columnOf(c, 'limit'), wrap: true, cell: (row) => limitText(t, row) },
    { ...columnOf(c, 'allocated'), numeric: true, cell: ({ allocatedPages }) => pages(allocatedPages) },
    { ...columnOf(c, 'limits'), numeric: true, cell: ({ limitPages }) => limitPages.map(pages).join(' / ') },
    ...countColumns(t, c),
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
  const t = useTranslations('drops');
  const c = useTranslations('drops.columns');
  const pageSizeBytes = useHost(hostId, (host) => host.update?.facts.pageSizeBytes);
  const listed = useListed();
  const columns = useMemo(
    () => ({
      udp: udpColumns(t, c),
      full: fullColumns(t, c),
      refused: refusedColumns(t, c, pageSizeBytes),
      drops: dropColumns(t, c, listed),
    }),
    [t, c, pageSizeBytes, listed],
  );
  const { udpRefused, rcvqueueFull, exceedBufLimit, drops } = report;
  const atSockets = groupByReason(drops.rows).filter(
    ({ about }) => about.layer === 'socket' && about.nature === 'loss',
  );
  if (udpRefused.rows.length + rcvqueueFull.rows.length + exceedBufLimit.rows.length + atSockets.length === 0)
    return <Empty />;
  return (
    <>
      <Subtable
        title={t('udpRefused')}
        columns={columns.udp}
        rows={udpRefused.rows}
        keyOf={(row) => `${udpSocket(row)} ${row.limit}`}
      />
      <Subtable
        title={t('exceedBufLimit')}
        columns={columns.refused}
        rows={exceedBufLimit.rows}
        keyOf={(row) => `${row.protocol} ${row.limit} ${row.side}`}
      />
      <Subtable
        title={t('rcvqueueFull')}
        columns={columns.full}
        rows={rcvqueueFull.rows}
        keyOf={({ rcvbuf }) => String(rcvbuf)}
      />
      <Subtable title={t('socketDrops')} columns={columns.drops} rows={atSockets} keyOf={dropKey} />
    </>
  );
};

/** Where sockets had no room, as it happens. */
const BufferEventsPanel = ({ hostId }: { readonly hostId: string }) => (
  <WatchedSection hostId={hostId} id="buffers" events={EVENTS}>
    {(report) => <Tables report={report} hostId={hostId} />}
  </WatchedSection>
);

export default BufferEventsPanel;
