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
import { useTranslations } from 'next-intl';
import { Tabs } from 'radix-ui';
import { Segmented } from '../../components/Segmented.tsx';
import { useDetails, useHost } from '../connection/live.ts';
import { DetailSection } from '../details/DetailSection.tsx';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { asideOf, each, lostOf, perSecond, shortShare, summaryOf } from './churnRows.ts';
import type { ChurnWords } from './words.ts';

function sumColumns<Row extends ChurnSums>(t: ChurnWords, windowMs: number): readonly DetailColumn<Row>[] {
  const closed = (row: Row) => perSecond(row.closed, windowMs);
  const unfinished = (row: Row) => perSecond(row.unfinished, windowMs);
  const received = (row: Row) => each(row.receivedBytes, row);
  const acked = (row: Row) => each(row.ackedBytes, row);
  const numeric = true;
  const head = (id: 'closed' | 'short' | 'received' | 'acked' | 'rtt' | 'retrans' | 'unfinished') => ({
    id,
    title: t(`columns.${id}`),
    help: t(`columns.${id}Help`),
    numeric,
  });
  return [
    { ...head('closed'), sortBy: closed, cell: (row) => formatRate(closed(row), 'connections') },
    { ...head('short'), sortBy: shortShare, cell: (row) => formatValue(shortShare(row), 'share') },
    { ...head('received'), sortBy: received, cell: (row) => formatValue(received(row), 'bytes') },
    { ...head('acked'), sortBy: acked, cell: (row) => formatValue(acked(row), 'bytes') },
    { ...head('rtt'), sortBy: ({ rttUs }) => rttUs, cell: ({ rttUs }) => formatValue(rttUs, 'microseconds') },
    {
      ...head('retrans'),
      sortBy: ({ retransShare }) => retransShare,
      cell: ({ retransShare }) => formatValue(retransShare, 'share'),
    },
    { ...head('unfinished'), sortBy: unfinished, cell: (row) => formatRate(unfinished(row), 'connections') },
  ];
}

const portText = (t: ChurnWords, { port, protocol }: ChurnServiceRow): string =>
  protocol === 'udp' && port === 0 ? t('udpWithoutPeer') : `${protocol} :${port}`;

const serviceColumns = (t: ChurnWords): readonly DetailColumn<ChurnServiceRow>[] => [
  {
    id: 'port',
    title: t('columns.port'),
    help: t('columns.portHelp'),
    sortBy: ({ port }) => port,
    cell: (row) => <code className="font-mono">{portText(t, row)}</code>,
  },
  {
    id: 'way',
    title: t('columns.way'),
    help: t('columns.wayHelp'),
    sortBy: ({ direction }) => direction,
    cell: ({ direction, process, protocol }) => {
      const way = direction ?? (protocol === 'tcp' ? 'unknown' : undefined);
      if (way === undefined) return UNKNOWN_TEXT;
      return process === undefined ? t(`direction.${way}`) : t('acceptedBy', { process });
    },
  },
];

const peerColumns = (t: ChurnWords): readonly DetailColumn<ChurnPeerRow>[] => [
  {
    id: 'address',
    title: t('columns.address'),
    help: t('columns.addressHelp'),
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
const ChurnTables = ({ report: { windowMs, services, peers, moreServices, morePeers } }: ChurnTablesProps) => {
  const t = useTranslations('churn');
  return (
    <Tabs.Root defaultValue="services">
      <div className="flex px-[var(--edge,1.25rem)] py-1">
        <Segmented
          label={t('by')}
          options={[
            { value: 'services', text: t('services'), count: services.length },
            { value: 'peers', text: t('peers'), count: peers.length },
          ]}
        />
      </div>
      <Tabs.Content value="services">
        <DetailTable
          title={t('servicesTitle')}
          columns={[...serviceColumns(t), ...sumColumns<ChurnServiceRow>(t, windowMs)]}
          rows={services}
          keyOf={keyOfService}
        />
        {moreServices && <p className="px-[var(--edge,1.25rem)] py-1 text-faint text-xs">{t('more')}</p>}
      </Tabs.Content>
      <Tabs.Content value="peers">
        <DetailTable
          title={t('peersTitle')}
          columns={[...peerColumns(t), ...sumColumns<ChurnPeerRow>(t, windowMs)]}
          rows={peers}
          keyOf={keyOfPeer}
        />
        {morePeers && <p className="px-[var(--edge,1.25rem)] py-1 text-faint text-xs">{t('more')}</p>}
      </Tabs.Content>
    </Tabs.Root>
  );
};

const NO_HEADLINES: LayerModel['headlines'] = [];

/** Connections that come and go: how many, how short, with whom, and how well they went. */
const ChurnPanel = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('churn');
  const headlines = useHost(
    hostId,
    (host) => host.update?.stack.layers.find(({ layer }) => layer === 'application')?.headlines ?? NO_HEADLINES,
  );
  return (
    <DetailSection
      heading="h2"
      title={t('title')}
      about={t('about')}
      answer={useDetails(hostId, 'churn')}
      aside={(report) => asideOf(t, report, headlines)}
    >
      {(report) => {
        const lost = lostOf(t, report);
        return (
          <>
            {lost !== undefined && <p className="px-[var(--edge,1.25rem)] pb-2 text-busy-ink text-xs">{lost}</p>}
            <p className="px-[var(--edge,1.25rem)] pb-1 text-xs tabular-nums">{summaryOf(t, report).join(' · ')}</p>
            {report.services.length === 0 ? (
              <p className="px-[var(--edge,1.25rem)] py-2 text-faint text-sm">{t('none')}</p>
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
