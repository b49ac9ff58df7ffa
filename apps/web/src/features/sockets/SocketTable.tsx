'use client';
import type { SocketNames } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { CELLS, type ListColumn } from './cells.tsx';
import styles from './Sockets.module.css';
import { isBlank, namesOf, spokenName, type TableSocket } from './sockets.ts';
import type { ColumnId } from './words.ts';

const NUMERIC: ReadonlySet<ColumnId> = new Set(['recvQ', 'sendQ', 'drops', 'rtt', 'cwnd']);

/** In a list of all kinds, what a listener holds are connections, not bytes. */
const titleOf = (column: ColumnId, { state }: TableSocket): ColumnId =>
  column === 'receive' && state === 'listen' ? 'accept' : column;

interface RowProps {
  readonly socket: TableSocket;
  readonly names: SocketNames | undefined;
  readonly columns: readonly ListColumn[];
  readonly onOpen: (cookie: string) => void;
}

/** The button lies over the whole row: a click anywhere opens the socket, and the keyboard reaches it once a row. */
const Row = memo(({ socket: unnamed, names, columns, onOpen }: RowProps) => {
  const t = useTranslations('sockets');
  const socket: TableSocket = { ...unnamed, named: namesOf(unnamed, names, t) };
  return (
    <tr className={styles['row']}>
      {columns.map((column, at) => (
        <td
          key={column}
          data-column={column}
          data-title={t(`columns.${titleOf(column, socket)}`)}
          data-blank={isBlank(socket, column)}
          className={NUMERIC.has(column) ? 'text-right' : undefined}
        >
          {CELLS[column](socket, t)}
          {at === 0 && (
            <button
              type="button"
              className={styles['open']}
              aria-label={t('open', { name: spokenName(socket, t) })}
              onClick={() => onOpen(socket.cookie)}
            />
          )}
        </td>
      ))}
    </tr>
  );
});
Row.displayName = 'SocketRow';

interface SocketTableProps {
  readonly title: string;
  readonly columns: readonly ListColumn[];
  readonly sockets: readonly TableSocket[];
  /** Of what the sockets have by number. */
  readonly names: SocketNames | undefined;
  /** Narrow screens show only the first few. */
  readonly folded: boolean;
  readonly onOpen: (cookie: string) => void;
}

/** A table on wide screens, a card a socket on narrow ones. */
export const SocketTable = ({ title, columns, sockets, names, folded, onOpen }: SocketTableProps) => {
  const t = useTranslations('sockets');
  return (
    <table className={styles['table']} data-folded={folded}>
      <caption className="sr-only">{title}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column}
              scope="col"
              data-column={column}
              data-numeric={NUMERIC.has(column)}
              title={t(`columnHelp.${column}`)}
            >
              {t(`columns.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sockets.map((socket) => (
          <Row key={socket.cookie} socket={socket} names={names} columns={columns} onOpen={onOpen} />
        ))}
      </tbody>
    </table>
  );
};
