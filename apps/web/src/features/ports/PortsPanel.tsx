'use client';
import { endpoint, formatValue, type PortsReport, type PortsRow, UNKNOWN_TEXT } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useDetails } from '../connection/live.ts';
import { columnOf } from '../details/columnOf.ts';
import { DetailSection } from '../details/DetailSection.tsx';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';

const usableOf = ({ range: [first, last], reserved }: PortsReport): number => Math.max(0, last - first + 1 - reserved);

const keyOf = ({ local, remote, remotePort }: PortsRow) => `${local} ${remote} ${remotePort}`;

type ColumnWords = ReturnType<typeof useTranslations<'ports.columns'>>;

const columnsOf = (c: ColumnWords, usable: number): readonly DetailColumn<PortsRow>[] => {
  const share = ({ ports }: PortsRow) => (usable === 0 ? undefined : ports / usable);
  return [
    {
      ...columnOf(c, 'destination'),
      sortBy: ({ remote }) => remote,
      cell: ({ remote, remotePort }) => <code className="font-mono">{endpoint(remote, remotePort)}</code>,
    },
    {
      ...columnOf(c, 'local'),
      sortBy: ({ local }) => local,
      cell: ({ local }) => <code className="font-mono">{local}</code>,
    },
    {
      ...columnOf(c, 'process'),
      sortBy: ({ process }) => process,
      cell: ({ process, pid }) =>
        process === undefined ? UNKNOWN_TEXT : `${process}${pid === undefined ? '' : ` (${pid})`}`,
    },
    { ...columnOf(c, 'ports'), numeric: true, sortBy: ({ ports }) => ports, cell: ({ ports }) => ports },
    { ...columnOf(c, 'timeWait'), numeric: true, sortBy: ({ timeWait }) => timeWait, cell: ({ timeWait }) => timeWait },
    { ...columnOf(c, 'used'), numeric: true, sortBy: share, cell: (row) => formatValue(share(row), 'share') },
  ];
};

const Table = ({ report }: { readonly report: PortsReport }) => {
  const t = useTranslations('ports');
  const c = useTranslations('ports.columns');
  const usable = usableOf(report);
  const columns = useMemo(() => columnsOf(c, usable), [c, usable]);
  if (report.rows.length === 0) return <p className="px-5 py-2 text-faint text-sm">{t('none')}</p>;
  return <DetailTable title={t('title')} columns={columns} rows={report.rows} keyOf={keyOf} first={5} />;
};

/** How near each destination is to the end of this host's ephemeral ports. */
const PortsPanel = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('ports');
  return (
    <DetailSection
      title={t('title')}
      about={t('about')}
      answer={useDetails(hostId, 'ports')}
      aside={(report) =>
        t('range', {
          first: String(report.range[0]),
          last: String(report.range[1]),
          usable: formatValue(usableOf(report), 'count'),
        })
      }
    >
      {(report) => <Table report={report} />}
    </DetailSection>
  );
};

export default PortsPanel;
