'use client';
import { endpoint, formatValue, type ProcessRow } from '@netstrata/metrics';
import { useDetails } from '../connection/live.ts';
import { DetailSection } from '../details/DetailSection.tsx';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { headOf } from '../details/headOf.ts';
import { GroupsTable } from './GroupsTable.tsx';
import { belongingOf, bytesText, filesShareOf, notesOf, statesOf, waitsOf } from './processes.ts';
import { PROCESSES_TEXT } from './text.ts';

const text = (id: keyof typeof PROCESSES_TEXT.columns) => headOf(PROCESSES_TEXT.columns, id);
/** From here on a process soon fails to open anything. */
const NEAR = 0.85;

const Files = ({ row }: { readonly row: ProcessRow }) => {
  const share = filesShareOf(row);
  const used = formatValue(row.openFiles, 'count');
  if (share === undefined) return used;
  return (
    <span className={share >= NEAR ? 'font-semibold text-busy-ink' : undefined}>
      {PROCESSES_TEXT.ofLimit(used, formatValue(row.openFilesLimit, 'count'))}
    </span>
  );
};

const Listens = ({ row: { listeners, listenerCount } }: { readonly row: ProcessRow }) => (
  <ul>
    {listeners.slice(0, 2).map(({ address, port, queue, backlog }) => (
      <li key={`${address} ${port} ${queue}`}>
        <code className="font-mono">{endpoint(address, port)}</code>{' '}
        <span className="text-faint">
          {PROCESSES_TEXT.ofLimit(formatValue(queue, 'count'), formatValue(backlog, 'count'))}
        </span>
      </li>
    ))}
    {listenerCount > 2 && <li className="text-faint">{PROCESSES_TEXT.more(listenerCount - 2)}</li>}
  </ul>
);

const columnsOf = (isLowerBound: boolean): readonly DetailColumn<ProcessRow>[] => [
  {
    ...text('process'),
    sortBy: ({ name }) => name,
    cell: (row) => (
      <>
        <span className="font-medium">{row.name}</span>{' '}
        <span className="text-faint">{PROCESSES_TEXT.pid(row.pid)}</span>
        <br />
        <span className="text-faint">{belongingOf(row)}</span>
      </>
    ),
  },
  {
    ...text('sent'),
    numeric: true,
    sortBy: ({ txBytesPerSecond }) => txBytesPerSecond,
    cell: ({ txBytesPerSecond }) => bytesText(txBytesPerSecond, isLowerBound),
  },
  {
    ...text('received'),
    numeric: true,
    sortBy: ({ rxBytesPerSecond }) => rxBytesPerSecond,
    cell: ({ rxBytesPerSecond }) => bytesText(rxBytesPerSecond, isLowerBound),
  },
  {
    ...text('sockets'),
    numeric: true,
    sortBy: ({ sockets }) => sockets,
    cell: (row) => <span title={statesOf(row)}>{formatValue(row.sockets, 'count')}</span>,
  },
  { ...text('files'), numeric: true, sortBy: filesShareOf, cell: (row) => <Files row={row} /> },
  { ...text('listens'), sortBy: ({ listenerCount }) => listenerCount, cell: (row) => <Listens row={row} /> },
  {
    ...text('threads'),
    numeric: true,
    sortBy: ({ threads }) => threads,
    cell: ({ threads }) => formatValue(threads, 'count'),
  },
  { ...text('waits'), wrap: true, cell: waitsOf },
];
const COLUMNS = columnsOf(false);
const LOWER_BOUND_COLUMNS = columnsOf(true);

/** Who holds the sockets, and how near each process is to its limits. */
const ProcessesPanel = ({ hostId }: { readonly hostId: string }) => (
  <DetailSection
    title={PROCESSES_TEXT.title}
    about={PROCESSES_TEXT.about}
    answer={useDetails(hostId, 'processes')}
    aside={PROCESSES_TEXT.aside}
  >
    {(report) => (
      <>
        <DetailTable
          title={PROCESSES_TEXT.title}
          columns={report.bytesAreLowerBound ? LOWER_BOUND_COLUMNS : COLUMNS}
          rows={report.rows}
          keyOf={({ pid }) => String(pid)}
        />
        {notesOf(report).map((note) => (
          <p key={note} className="px-5 pt-1 text-faint text-xs">
            {note}
          </p>
        ))}
        {report.groups.length > 0 && <GroupsTable groups={report.groups} />}
      </>
    )}
  </DetailSection>
);

export default ProcessesPanel;
