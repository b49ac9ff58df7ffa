'use client';
import { formatValue, type NamespaceRow, type NamespacesReport } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useListed } from '../../locale/useListed.ts';
import { useDetails } from '../connection/live.ts';
import { columnOf } from '../details/columnOf.ts';
import { DetailSection } from '../details/DetailSection.tsx';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { type DetailWords, missingText } from '../details/missingText.ts';
import { DevicesCell, DropsCell, NameCell, QueueCell, SocketsCell, TrafficCell } from './cells.tsx';

type Words = ReturnType<typeof useTranslations<'namespaces'>>;
type ColumnWords = ReturnType<typeof useTranslations<'namespaces.columns'>>;

const columnsOf = (c: ColumnWords): readonly DetailColumn<NamespaceRow>[] => [
  { ...columnOf(c, 'name'), wrap: true, sortBy: ({ name }) => name, cell: (row) => <NameCell row={row} /> },
  { ...columnOf(c, 'sockets'), wrap: true, sortBy: ({ sockets }) => sockets, cell: (row) => <SocketsCell row={row} /> },
  {
    ...columnOf(c, 'traffic'),
    numeric: true,
    sortBy: ({ rxBytesPerSecond = 0, txBytesPerSecond = 0 }) => rxBytesPerSecond + txBytesPerSecond,
    cell: (row) => <TrafficCell row={row} />,
  },
  {
    ...columnOf(c, 'overflows'),
    numeric: true,
    sortBy: ({ listenOverflows }) => listenOverflows,
    cell: (row) => <QueueCell row={row} />,
  },
  {
    ...columnOf(c, 'udp'),
    numeric: true,
    sortBy: ({ udpRcvbufErrors }) => udpRcvbufErrors,
    cell: ({ udpRcvbufErrors, udpRcvbufErrorsPerSecond }) => (
      <DropsCell perSecond={udpRcvbufErrorsPerSecond} total={udpRcvbufErrors} />
    ),
  },
  {
    ...columnOf(c, 'retrans'),
    numeric: true,
    sortBy: ({ retransSegsPerSecond }) => retransSegsPerSecond,
    cell: ({ retransSegsPerSecond }) => formatValue(retransSegsPerSecond, 'segments/s'),
  },
  { ...columnOf(c, 'devices'), wrap: true, cell: (row) => <DevicesCell row={row} /> },
];

interface RemarkWords {
  readonly t: Words;
  readonly details: DetailWords;
  readonly listed: (words: readonly string[]) => string;
}

/** What hides namespaces, and those that are only counted. */
const remarksOf = (report: NamespacesReport, { t, details, listed }: RemarkWords): readonly string[] => {
  const { complete, found, others, rows, unreadableProcesses, unreadableWhy } = report;
  const more = found - rows.length - others.length;
  return [
    ...(complete ? [] : [t('searching')]),
    ...(others.length > 0
      ? [
          more > 0
            ? t('othersMore', { names: listed(others), more: String(more) })
            : t('others', { names: listed(others) }),
        ]
      : []),
    ...(unreadableProcesses > 0
      ? [
          [
            t('unreadable', { count: unreadableProcesses }),
            ...(unreadableWhy ? [missingText(details, unreadableWhy)] : []),
          ].join(' '),
        ]
      : []),
  ];
};

/** Containers and services with a network of their own. */
const NamespacesPanel = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('namespaces');
  const c = useTranslations('namespaces.columns');
  const details = useTranslations('details');
  const listed = useListed();
  const columns = useMemo(() => columnsOf(c), [c]);
  return (
    <DetailSection
      title={t('title')}
      about={t('about')}
      answer={useDetails(hostId, 'namespaces')}
      aside={({ found, rows }) =>
        rows.length < found
          ? t('asideOf', { found: String(found), read: String(rows.length) })
          : t('aside', { count: String(found) })
      }
    >
      {(report) => (
        <>
          {report.found === 0 && (
            <p className="px-5 py-2 text-faint text-sm">
              {report.unreadableProcesses > 0 ? t('noneVisible') : t('none')}
            </p>
          )}
          {report.rows.length > 0 && (
            <DetailTable
              title={t('title')}
              columns={columns}
              rows={report.rows}
              keyOf={({ inode, name }) => `${inode} ${name}`}
              first={6}
            />
          )}
          {remarksOf(report, { t, details, listed }).map((remark) => (
            <p key={remark} className="px-5 py-1 text-faint text-xs">
              {remark}
            </p>
          ))}
        </>
      )}
    </DetailSection>
  );
};

export default NamespacesPanel;
