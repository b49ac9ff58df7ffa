'use client';
import {
  type ChurnPeerRow,
  type ChurnReport,
  type ChurnServiceRow,
  type ChurnSums,
  formatRate,
  formatValue,
  type LayerModel,
  UNKNOWN_TEXT,
} from '@netstrata/metrics';
import { Tabs } from 'radix-ui';
import { Segmented } from '../../components/Segmented.tsx';
import { useDetails, useHost } from '../connection/live.ts';
import { DetailSection } from '../details/DetailSection.tsx';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { headOf } from '../details/headOf.ts';
import { asideOf, each, lostOf, perSecond, shortShare, summaryOf } from './churnRows.ts';
import { CHURN_TEXT } from './text.ts';

type ColumnId =
  | 'port'
  | 'way'
  | 'address'
  | 'closed'
  | 'short'
  | 'received'
  | 'acked'
  | 'rtt'
  | 'retrans'
  | 'unfinished';

const text = (id: ColumnId) => headOf(CHURN_TEXT, id);

function sumColumns<Row extends ChurnSums>(windowMs: number): readonly DetailColumn<Row>[] {
  const closed = (row: Row) => perSecond(row.closed, windowMs);
  const unfinished = (row: Row) => perSecond(row.unfinished, windowMs);
  const received = (row: Row) => each(row.receivedBytes, row);
  const acked = (row: Row) => each(row.ackedBytes, row);
  return [
    { ...text('closed'), numeric: true, sortBy: closed, cell: (row) => formatRate(closed(row), 'connections') },
    { ...text('short'), numeric: true, sortBy: shortShare, cell: (row) => formatValue(shortShare(row), 'share') },
    { ...text('received'), numeric: true, sortBy: received, cell: (row) => formatValue(received(row), 'bytes') },
    { ...text('acked'), numeric: true, sortBy: acked, cell: (row) => formatValue(acked(row), 'bytes') },
    {
      ...text('rtt'),
      numeric: true,
      sortBy: ({ rttUs }) => rttUs,
      cell: ({ rttUs }) => formatValue(rttUs, 'microseconds'),
    },
    {
      ...text('retrans'),
      numeric: true,
      sortBy: ({ retransShare }) => retransShare,
      cell: ({ retransShare }) => formatValue(retransShare, 'share'),
    },
    {
      ...text('unfinished'),
      numeric: true,
      sortBy: unfinished,
      cell: (row) => formatRate(unfinished(row), 'connections'),
    },
  ];
}

const portText = ({ port, protocol }: ChurnServiceRow): string =>
  protocol === 'udp' && port === 0 ? CHURN_TEXT.udpWithoutPeer : `${protocol} :${port}`;

const SERVICE_COLUMNS: readonly DetailColumn<ChurnServiceRow>[] = [
  { ...text('port'), sortBy: ({ port }) => port, cell: (row) => <code className="font-mono">{portText(row)}</code> },
  {
    ...text('way'),
    sortBy: ({ direction }) => direction,
    cell: ({ direction, process, protocol }) => {
      const way = direction ?? (protocol === 'tcp' ? 'unknown' : undefined);
      if (way === undefined) return UNKNOWN_TEXT;
      return process === undefined ? CHURN_TEXT.direction[way] : CHURN_TEXT.acceptedBy(process);
    },
  },
];

const PEER_COLUMNS: readonly DetailColumn<ChurnPeerRow>[] = [
  {
    ...text('address'),
    sortBy: ({ address }) => address,
    cell: ({ address }) => <code className="font-mono">{address}</code>,
  },
];

const keyOfService = ({ direction, port, protocol }: ChurnServiceRow) => `${protocol} ${direction} ${port}`;
const keyOfPeer = ({ address }: ChurnPeerRow) => address;

interface ChurnTablesProps {
  readonly report: ChurnReport;
}

/** The same connections twice: by what they were for, and by who was at the other end. */
const ChurnTables = ({ report: { windowMs, services, peers, moreServices, morePeers } }: ChurnTablesProps) => (
  <Tabs.Root defaultValue="services">
    <div className="flex px-5 py-1">
      <Segmented
        label={CHURN_TEXT.by}
        options={[
          { value: 'services', text: CHURN_TEXT.services, count: services.length },
          { value: 'peers', text: CHURN_TEXT.peers, count: peers.length },
        ]}
      />
    </div>
    <Tabs.Content value="services">
      <DetailTable
        title={`${CHURN_TEXT.title}: ${CHURN_TEXT.services}`}
        columns={[...SERVICE_COLUMNS, ...sumColumns<ChurnServiceRow>(windowMs)]}
        rows={services}
        keyOf={keyOfService}
      />
      {moreServices && <p className="px-5 py-1 text-faint text-xs">{CHURN_TEXT.more}</p>}
    </Tabs.Content>
    <Tabs.Content value="peers">
      <DetailTable
        title={`${CHURN_TEXT.title}: ${CHURN_TEXT.peers}`}
        columns={[...PEER_COLUMNS, ...sumColumns<ChurnPeerRow>(windowMs)]}
        rows={peers}
        keyOf={keyOfPeer}
      />
      {morePeers && <p className="px-5 py-1 text-faint text-xs">{CHURN_TEXT.more}</p>}
    </Tabs.Content>
  </Tabs.Root>
);

const NO_HEADLINES: LayerModel['headlines'] = [];

/** Connections that come and go: how many, how short, with whom, and how well they went. */
const ChurnPanel = ({ hostId }: { readonly hostId: string }) => {
  const headlines = useHost(
    hostId,
    (host) => host.update?.stack.layers.find(({ layer }) => layer === 'application')?.headlines ?? NO_HEADLINES,
  );
  return (
    <DetailSection
      title={CHURN_TEXT.title}
      about={CHURN_TEXT.about}
      answer={useDetails(hostId, 'churn')}
      aside={(report) => asideOf(report, headlines)}
    >
      {(report) => {
        const lost = lostOf(report);
        return (
          <>
            {lost !== undefined && <p className="px-5 pb-2 text-busy text-xs">{lost}</p>}
            <p className="px-5 pb-1 text-xs tabular-nums">{summaryOf(report).join(CHURN_TEXT.separator)}</p>
            {report.services.length === 0 ? (
              <p className="px-5 py-2 text-faint text-sm">{CHURN_TEXT.none}</p>
            ) : (
              <ChurnTables report={report} />
            )}
          </>
        );
      }}
    </DetailSection>
  );
};

export default ChurnPanel;
