'use client';
import { formatValue, type NamespaceRow, type NamespacesReport } from '@netstrata/metrics';
import { useDetails } from '../connection/live.ts';
import { DetailSection } from '../details/DetailSection.tsx';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { headOf } from '../details/headOf.ts';
import { missingText } from '../details/missingText.ts';
import { DevicesCell, DropsCell, NameCell, QueueCell, SocketsCell, TrafficCell } from './cells.tsx';
import { NAMESPACES_TEXT } from './text.ts';

const text = (id: keyof typeof NAMESPACES_TEXT.columns) => headOf(NAMESPACES_TEXT.columns, id);

const COLUMNS: readonly DetailColumn<NamespaceRow>[] = [
  { ...text('name'), sortBy: ({ name }) => name, cell: (row) => <NameCell row={row} /> },
  { ...text('sockets'), wrap: true, sortBy: ({ sockets }) => sockets, cell: (row) => <SocketsCell row={row} /> },
  {
    ...text('traffic'),
    numeric: true,
    sortBy: ({ rxBytesPerSecond = 0, txBytesPerSecond = 0 }) => rxBytesPerSecond + txBytesPerSecond,
    cell: (row) => <TrafficCell row={row} />,
  },
  {
    ...text('overflows'),
    numeric: true,
    sortBy: ({ listenOverflows }) => listenOverflows,
    cell: (row) => <QueueCell row={row} />,
  },
  {
    ...text('udp'),
    numeric: true,
    sortBy: ({ udpRcvbufErrors }) => udpRcvbufErrors,
    cell: ({ udpRcvbufErrors, udpRcvbufErrorsPerSecond }) => (
      <DropsCell perSecond={udpRcvbufErrorsPerSecond} total={udpRcvbufErrors} />
    ),
  },
  {
    ...text('retrans'),
    numeric: true,
    sortBy: ({ retransSegsPerSecond }) => retransSegsPerSecond,
    cell: ({ retransSegsPerSecond }) => formatValue(retransSegsPerSecond, 'segments/s'),
  },
  { ...text('devices'), cell: (row) => <DevicesCell row={row} /> },
];

/** What hides namespaces, and those that are only counted. */
const remarksOf = (report: NamespacesReport): readonly string[] => {
  const { complete, found, others, rows, unreadableProcesses, unreadableWhy } = report;
  const more = found - rows.length - others.length;
  return [
    ...(complete ? [] : [NAMESPACES_TEXT.searching]),
    ...(others.length > 0 ? [NAMESPACES_TEXT.others(others, more)] : []),
    ...(unreadableProcesses > 0
      ? [
          [
            NAMESPACES_TEXT.unreadable(unreadableProcesses),
            ...(unreadableWhy ? [missingText(unreadableWhy)] : []),
          ].join(' '),
        ]
      : []),
  ];
};

/** Containers and services with a network of their own. */
const NamespacesPanel = ({ hostId }: { readonly hostId: string }) => (
  <DetailSection
    title={NAMESPACES_TEXT.title}
    about={NAMESPACES_TEXT.about}
    answer={useDetails(hostId, 'namespaces')}
    aside={({ found, rows }) => NAMESPACES_TEXT.aside(found, rows.length)}
  >
    {(report) => (
      <>
        {report.found === 0 && (
          <p className="px-5 py-2 text-faint text-sm">
            {report.unreadableProcesses > 0 ? NAMESPACES_TEXT.noneVisible : NAMESPACES_TEXT.none}
          </p>
        )}
        {report.rows.length > 0 && (
          <DetailTable
            title={NAMESPACES_TEXT.title}
            columns={COLUMNS}
            rows={report.rows}
            keyOf={({ inode, name }) => `${inode} ${name}`}
            first={6}
          />
        )}
        {remarksOf(report).map((remark) => (
          <p key={remark} className="px-5 py-1 text-faint text-xs">
            {remark}
          </p>
        ))}
      </>
    )}
  </DetailSection>
);

export default NamespacesPanel;
