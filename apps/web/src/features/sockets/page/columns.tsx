import type { DisplayUnit, SocketRow } from '@netstrata/metrics';
import type { ReactNode } from 'react';
import { cx } from '../../../components/cx.ts';
import { Figure } from '../../../components/Figure.tsx';
import { scriptFile } from '../../processes/scriptFile.ts';
import { SendBar, stateText } from '../cells.tsx';
import { MemoryBar } from '../MemoryBar.tsx';
import { endText, hasPeer, isInet, nobodyWords, type TableSocket, verdictOf } from '../sockets.ts';
import type { SocketWords } from '../words.ts';

interface Column {
  /** Sixteenths of a rem. */
  readonly width: number;
  /** Takes a part of the room that the others leave. */
  readonly grows?: boolean;
  /** What the host sorts by. */
  readonly sort: string;
  readonly numeric?: boolean;
  readonly cell: (socket: TableSocket, t: SocketWords) => ReactNode;
}

const Unknown = <Figure value={undefined} unit="count" className="text-faint" />;
/** What is nothing, or not known, keeps quiet. */
const quiet = (value: number | undefined) => (value ? undefined : 'text-faint');
/** What only TCP and UDP have. */
const inet = (socket: TableSocket): Partial<SocketRow> => (isInet(socket) ? socket : {});

const Text = ({ text, title }: { readonly text: string | undefined; readonly title?: string | undefined }) =>
  text === undefined ? Unknown : <span title={title ?? text}>{text}</span>;

const amount = (value: number | undefined, unit: DisplayUnit) => (
  <Figure value={value} unit={unit} className={cx(quiet(value))} />
);
const queue = (socket: TableSocket, value: number) => amount(value, socket.state === 'listen' ? 'count' : 'bytes');

/** Sent and received; unknown where both are. */
const rateOf = (socket: TableSocket): number | undefined => {
  const { txBytesPerSecond: tx, rxBytesPerSecond: rx } = inet(socket);
  return tx === undefined && rx === undefined ? undefined : (tx ?? 0) + (rx ?? 0);
};

const count = (value: number | undefined) => amount(value, 'count');
const trouble = (value: number | undefined) => (
  <Figure value={value} unit="count" className={value ? 'text-saturated-ink' : 'text-faint'} />
);

/** Every column of the table, in the order in which they stand. */
export const TABLE_COLUMNS = {
  process: {
    width: 172,
    grows: true,
    sort: 'process',
    cell: (socket, t) => {
      const { process, pid, script } = socket;
      const nobody = nobodyWords(socket, t);
      return process === undefined ? (
        <span className="text-faint" title={nobody.why}>
          {nobody.name}
        </span>
      ) : (
        <span title={script}>
          <span className="font-medium">{process}</span>{' '}
          <span className="text-faint">{[pid, scriptFile(script)].filter(Boolean).join(' ')}</span>
        </span>
      );
    },
  },
  user: { width: 110, sort: 'uid', cell: ({ named }) => <Text text={named?.user} /> },
  cgroup: {
    width: 170,
    sort: 'cgroupId',
    cell: ({ named }) => <Text text={named?.cgroup} title={named?.cgroupPath} />,
  },
  local: {
    width: 136,
    grows: true,
    sort: 'local',
    cell: ({ local, localPort }) => <Text text={endText(local, localPort)} />,
  },
  peer: {
    width: 136,
    grows: true,
    sort: 'remote',
    cell: (socket) => <Text text={hasPeer(socket) ? endText(socket.remote ?? '', socket.remotePort) : undefined} />,
  },
  device: { width: 90, sort: 'interfaceIndex', cell: ({ named }) => <Text text={named?.device} /> },
  state: {
    width: 92,
    sort: 'state',
    cell: (socket, t) => <span className="text-soft">{stateText(socket, t)}</span>,
  },
  fill: {
    width: 66,
    sort: 'fill',
    numeric: true,
    cell: ({ fill }) => (
      <Figure
        value={fill}
        unit="share"
        className={fill === 0 ? 'text-faint' : fill >= 0.8 ? 'font-medium text-busy-ink' : ''}
      />
    ),
  },
  recvQ: { width: 82, sort: 'recvQ', numeric: true, cell: (socket) => queue(socket, socket.recvQ) },
  sendQ: { width: 82, sort: 'sendQ', numeric: true, cell: (socket) => queue(socket, socket.sendQ) },
  receive: {
    width: 132,
    sort: 'rmemAlloc',
    cell: (socket, t) =>
      socket.state === 'listen' ? (
        <MemoryBar title={t('columns.accept')} used={socket.recvQ} limit={socket.sendQ} unit="count" />
      ) : (
        <MemoryBar title={t('columns.receive')} used={socket.rmemAlloc} limit={socket.rcvbuf} unit="bytes" />
      ),
  },
  send: {
    width: 132,
    sort: 'wmemQueued',
    cell: (socket) => (socket.state === 'listen' ? Unknown : <SendBar socket={socket} />),
  },
  notsent: {
    width: 82,
    sort: 'notsentBytes',
    numeric: true,
    cell: (socket) => amount(inet(socket).notsentBytes, 'bytes'),
  },
  rate: {
    width: 92,
    sort: 'rate',
    numeric: true,
    cell: (socket) => amount(rateOf(socket), 'bytes/s'),
  },
  rtt: {
    width: 78,
    sort: 'rttUs',
    numeric: true,
    cell: (socket) => amount(inet(socket).rttUs, 'microseconds'),
  },
  minRtt: {
    width: 78,
    sort: 'minRttUs',
    numeric: true,
    cell: (socket) => amount(inet(socket).minRttUs, 'microseconds'),
  },
  cwnd: { width: 62, sort: 'cwnd', numeric: true, cell: (socket) => count(inet(socket).cwnd) },
  inFlight: { width: 72, sort: 'unackedSegs', numeric: true, cell: (socket) => count(inet(socket).unackedSegs) },
  retrans: { width: 72, sort: 'retransTotal', numeric: true, cell: (socket) => trouble(inet(socket).retransTotal) },
  drops: { width: 64, sort: 'drops', numeric: true, cell: ({ drops }) => trouble(drops) },
  congestion: {
    width: 70,
    sort: 'congestionControl',
    cell: (socket) => <Text text={inet(socket).congestionControl} />,
  },
  limit: {
    width: 176,
    grows: true,
    sort: 'limit',
    cell: (socket, t) => {
      const { words, isHurting, why } = verdictOf(socket, t);
      return (
        <span
          className={isHurting ? 'font-medium text-busy-ink' : why === undefined ? 'text-soft' : 'text-faint'}
          title={why ?? words}
        >
          {words}
        </span>
      );
    },
  },
} as const satisfies Readonly<Record<string, Column>>;

export type TableColumn = keyof typeof TABLE_COLUMNS;

/** The column as all of them are. */
export const columnOf = (id: TableColumn): Column => TABLE_COLUMNS[id];
