'use client';
import { memo } from 'react';
import { CELLS } from './cells.tsx';
import styles from './Sockets.module.css';
import { isBlank, spokenName, type TableSocket } from './sockets.ts';
import { type ColumnId, SOCKETS_TEXT } from './text.ts';

const NUMERIC: ReadonlySet<ColumnId> = new Set(['recvQ', 'sendQ', 'drops', 'rtt', 'cwnd']);

/** In a list of all kinds, what a listener holds are connections, not bytes. */
const titleOf = (column: ColumnId, { state }: TableSocket): string =>
  SOCKETS_TEXT.columns[column === 'receive' && state === 'listen' ? 'accept' : column][0];

interface RowProps {
  readonly socket: TableSocket;
  readonly columns: readonly ColumnId[];
  readonly onOpen: (cookie: string) => void;
}

/** The button lies over the whole row: a click anywhere opens the socket, and the keyboard reaches it once a row. */
const Row = memo(({ socket, columns, onOpen }: RowProps) => (
  <tr className={styles['row']}>
    {columns.map((column, at) => (
      <td
        key={column}
        data-column={column}
        data-title={titleOf(column, socket)}
        data-blank={isBlank(socket, column)}
        className={NUMERIC.has(column) ? 'text-right' : undefined}
      >
        {CELLS[column](socket)}
        {at === 0 && (
          <button
            type="button"
            className={styles['open']}
            aria-label={SOCKETS_TEXT.open(spokenName(socket))}
            onClick={() => onOpen(socket.cookie)}
          />
        )}
      </td>
    ))}
  </tr>
));
Row.displayName = 'SocketRow';

interface SocketTableProps {
  readonly title: string;
  readonly columns: readonly ColumnId[];
  readonly sockets: readonly TableSocket[];
  /** Narrow screens show only the first few. */
  readonly folded: boolean;
  readonly onOpen: (cookie: string) => void;
}

/** A table on wide screens, a card a socket on narrow ones. */
export const SocketTable = ({ title, columns, sockets, folded, onOpen }: SocketTableProps) => (
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
            title={SOCKETS_TEXT.columns[column][1]}
          >
            {SOCKETS_TEXT.columns[column][0]}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {sockets.map((socket) => (
        <Row key={socket.cookie} socket={socket} columns={columns} onOpen={onOpen} />
      ))}
    </tbody>
  </table>
);
