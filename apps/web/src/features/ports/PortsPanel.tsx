'use client';
import { endpoint, formatValue, type PortsReport, type PortsRow } from '@netstrata/metrics';
import { useDetails } from '../connection/live.ts';
import { DetailSection } from '../details/DetailSection.tsx';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { headOf } from '../details/headOf.ts';
import { PORTS_TEXT } from './text.ts';

const usableOf = ({ range: [first, last], reserved }: PortsReport): number => Math.max(0, last - first + 1 - reserved);

const keyOf = ({ local, remote, remotePort }: PortsRow) => `${local} ${remote} ${remotePort}`;

const columnsOf = (usable: number): readonly DetailColumn<PortsRow>[] => {
  const text = (id: 'destination' | 'local' | 'ports' | 'timeWait' | 'used') => headOf(PORTS_TEXT, id);
  const share = ({ ports }: PortsRow) => (usable === 0 ? undefined : ports / usable);
  return [
    {
      ...text('destination'),
      sortBy: ({ remote }) => remote,
      cell: ({ remote, remotePort }) => <code className="font-mono">{endpoint(remote, remotePort)}</code>,
    },
    { ...text('local'), sortBy: ({ local }) => local, cell: ({ local }) => <code className="font-mono">{local}</code> },
    { ...text('ports'), numeric: true, sortBy: ({ ports }) => ports, cell: ({ ports }) => ports },
    { ...text('timeWait'), numeric: true, sortBy: ({ timeWait }) => timeWait, cell: ({ timeWait }) => timeWait },
    { ...text('used'), numeric: true, sortBy: share, cell: (row) => formatValue(share(row), 'share') },
  ];
};

/** How near each destination is to the end of this host's ephemeral ports. */
const PortsPanel = ({ hostId }: { readonly hostId: string }) => (
  <DetailSection
    title={PORTS_TEXT.title}
    about={PORTS_TEXT.about}
    answer={useDetails(hostId, 'ports')}
    aside={(report) => PORTS_TEXT.range(...report.range, formatValue(usableOf(report), 'count'))}
  >
    {(report) =>
      report.rows.length === 0 ? (
        <p className="px-5 py-2 text-faint text-sm">{PORTS_TEXT.none}</p>
      ) : (
        <DetailTable
          title={PORTS_TEXT.title}
          columns={columnsOf(usableOf(report))}
          rows={report.rows}
          keyOf={keyOf}
          first={5}
        />
      )
    }
  </DetailSection>
);

export default PortsPanel;
