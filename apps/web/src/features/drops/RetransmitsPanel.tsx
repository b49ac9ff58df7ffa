'use client';
import { type DropsReport, endpoint, type RetransmitRow, UNKNOWN_TEXT } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { clockTime } from '../../components/clockTime.ts';
import { columnOf } from '../details/columnOf.ts';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { countColumns, restOf } from './columns.tsx';
import { Empty } from './Empty.tsx';
import { WatchedSection } from './WatchedSection.tsx';
import type { DropColumnWords, DropWords } from './words.ts';

const EVENTS = ['tcp/tcp_retransmit_skb'];

const connectionOf = ({ local, localPort, remote, remotePort }: RetransmitRow): string =>
  `${endpoint(local, localPort)} → ${endpoint(remote, remotePort)}`;

const columnsOf = (t: DropWords, c: DropColumnWords): readonly DetailColumn<RetransmitRow>[] => [
  {
    ...columnOf(c, 'connection'),
    sortBy: connectionOf,
    cell: (row) => <code className="font-mono">{connectionOf(row)}</code>,
  },
  { ...columnOf(c, 'state'), sortBy: ({ state }) => state, cell: ({ state }) => state ?? UNKNOWN_TEXT },
  ...countColumns(t, c),
  { ...columnOf(c, 'failed'), numeric: true, sortBy: ({ failed }) => failed, cell: ({ failed }) => failed },
  { ...columnOf(c, 'last'), numeric: true, sortBy: ({ lastMs }) => lastMs, cell: ({ lastMs }) => clockTime(lastMs) },
];

const Table = ({ report: { retransmits } }: { readonly report: DropsReport }) => {
  const t = useTranslations('drops');
  const c = useTranslations('drops.columns');
  const columns = useMemo(() => columnsOf(t, c), [t, c]);
  const rest = restOf(t, retransmits);
  if (retransmits.rows.length === 0) return <Empty />;
  return (
    <>
      <DetailTable title={t('retransmits.title')} columns={columns} rows={retransmits.rows} keyOf={connectionOf} />
      {rest !== undefined && <p className="px-5 py-1 text-faint text-xs">{rest}</p>}
    </>
  );
};

/** Which connections send again, newest first. */
const RetransmitsPanel = ({ hostId }: { readonly hostId: string }) => (
  <WatchedSection hostId={hostId} id="retransmits" events={EVENTS}>
    {(report) => <Table report={report} />}
  </WatchedSection>
);

export default RetransmitsPanel;
