import { type ChurnReport, endpoint, formatRate, formatValue, type ProcessRow } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { columnOf } from '../details/columnOf.ts';
import type { DetailColumn } from '../details/DetailTable.tsx';
import { closedByOf } from './closedBy.ts';
import { bytesText, filesShareOf, statesOf, waitsOf, whichOf, whyNoBytes } from './processes.ts';
import type { ProcessWords } from './words.ts';

/** From here on a process soon fails to open anything. */
const NEAR = 0.85;

const Files = ({ row }: { readonly row: ProcessRow }) => {
  const t = useTranslations('processes');
  const share = filesShareOf(row);
  const used = formatValue(row.openFiles, 'count');
  if (share === undefined) return used;
  return (
    <span className={share >= NEAR ? 'font-semibold text-busy-ink' : undefined}>
      {t('ofLimit', { used, limit: formatValue(row.openFilesLimit, 'count') })}
    </span>
  );
};

const Listens = ({ row: { listeners, listenerCount } }: { readonly row: ProcessRow }) => {
  const t = useTranslations('processes');
  return (
    <ul>
      {listeners.slice(0, 2).map(({ address, port, queue, backlog }) => (
        <li key={`${address} ${port} ${queue}`}>
          <code className="font-mono">{endpoint(address, port)}</code>{' '}
          <span className="text-faint">
            {t('ofLimit', { used: formatValue(queue, 'count'), limit: formatValue(backlog, 'count') })}
          </span>
        </li>
      ))}
      {listenerCount > 2 && <li className="text-faint">{t('more', { count: listenerCount - 2 })}</li>}
    </ul>
  );
};

interface BytesProps {
  readonly row: ProcessRow;
  readonly perSecond: number | undefined;
  readonly isLowerBound: boolean;
}

const Bytes = ({ row, perSecond, isLowerBound }: BytesProps) => {
  const t = useTranslations('processes');
  const why = whyNoBytes(t, row);
  return (
    <span title={why}>
      {bytesText(t, perSecond, isLowerBound)}
      {why !== undefined && <span className="sr-only">{why}</span>}
    </span>
  );
};

interface ColumnsOptions {
  readonly t: ProcessWords;
  readonly c: ReturnType<typeof useTranslations<'processes.columns'>>;
  readonly listed: (words: readonly string[]) => string;
  readonly isLowerBound: boolean;
  readonly churn: ChurnReport | undefined;
  readonly onOpen: (pid: number) => void;
}

/** What the table of processes shows, in its order. */
export const columnsOf = (options: ColumnsOptions): readonly DetailColumn<ProcessRow>[] => {
  const { t, c, listed, isLowerBound, churn, onOpen } = options;
  const closed = ({ pid }: ProcessRow) => closedByOf(churn, pid);
  return [
    {
      ...columnOf(c, 'process'),
      sortBy: ({ name }) => name,
      cell: (row) => (
        <>
          <button
            type="button"
            aria-haspopup="dialog"
            aria-label={t('open', { name: row.name, pid: String(row.pid) })}
            onClick={() => onOpen(row.pid)}
            className="min-h-6 text-left hover:underline"
          >
            <span className="font-medium text-accent">{row.name}</span>{' '}
            <span className="text-faint">{t('pid', { pid: String(row.pid) })}</span>
          </button>
          <br />
          <span className="text-faint">{whichOf(t, row)}</span>
        </>
      ),
    },
    {
      ...columnOf(c, 'sent'),
      numeric: true,
      sortBy: ({ txBytesPerSecond }) => txBytesPerSecond,
      cell: (row) => <Bytes row={row} perSecond={row.txBytesPerSecond} isLowerBound={isLowerBound} />,
    },
    {
      ...columnOf(c, 'received'),
      numeric: true,
      sortBy: ({ rxBytesPerSecond }) => rxBytesPerSecond,
      cell: (row) => <Bytes row={row} perSecond={row.rxBytesPerSecond} isLowerBound={isLowerBound} />,
    },
    {
      ...columnOf(c, 'sockets'),
      numeric: true,
      sortBy: ({ sockets }) => sockets,
      cell: (row) => <span title={listed(statesOf(t, row))}>{formatValue(row.sockets, 'count')}</span>,
    },
    {
      ...columnOf(c, 'closed'),
      numeric: true,
      sortBy: (row) => closed(row)?.perSecond,
      cell: (row) => (
        <>
          {closed(row) !== undefined && formatRate(closed(row)?.perSecond, 'connections')}
          {closed(row)?.shortShare !== undefined && (
            <span className="block text-2xs text-faint">
              {t('short', { share: formatValue(closed(row)?.shortShare, 'share') })}
            </span>
          )}
        </>
      ),
    },
    { ...columnOf(c, 'files'), numeric: true, sortBy: filesShareOf, cell: (row) => <Files row={row} /> },
    { ...columnOf(c, 'listens'), sortBy: ({ listenerCount }) => listenerCount, cell: (row) => <Listens row={row} /> },
    {
      ...columnOf(c, 'threads'),
      numeric: true,
      sortBy: ({ threads }) => threads,
      cell: ({ threads }) => formatValue(threads, 'count'),
    },
    { ...columnOf(c, 'waits'), wrap: true, cell: (row) => listed(waitsOf(t, row)) },
  ];
};
