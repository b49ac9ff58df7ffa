import type { SocketRow } from '@netstrata/metrics';
import type { ReactNode } from 'react';
import { cx } from '../../components/cx.ts';
import { Figure } from '../../components/Figure.tsx';
import { DownIcon, UpIcon } from '../../components/icons.tsx';
import { MemoryBar } from './MemoryBar.tsx';
import styles from './Sockets.module.css';
import { endpointParts, hasPeer, isHurting, isInet, limitWords, type TableSocket } from './sockets.ts';
import { type ColumnId, SOCKETS_TEXT } from './text.ts';

const Owner = ({ socket: { named } }: { readonly socket: TableSocket }) => (
  <span className={styles['ends']}>
    <span className="text-soft">{named?.user ?? <Figure value={undefined} unit="count" className="text-faint" />}</span>
    {named?.cgroup !== undefined && (
      <span className="truncate text-2xs text-faint" title={named.cgroupPath}>
        {named.cgroup}
      </span>
    )}
  </span>
);

const Process = ({ socket: { named, process, pid } }: { readonly socket: TableSocket }) =>
  process === undefined && pid === undefined ? (
    <span className="whitespace-nowrap text-faint" title={SOCKETS_TEXT.noProcessWhy}>
      {SOCKETS_TEXT.noProcess}
    </span>
  ) : (
    <span className={styles['process']} title={[named?.user, named?.cgroupPath].filter(Boolean).join('\n')}>
      <span className="font-medium text-ink">{process}</span>
      {pid !== undefined && <span className="text-faint">{SOCKETS_TEXT.pid(pid)}</span>}
    </span>
  );

/** One line; only an IPv6 address may break, before its port. */
const Address = ({ address, port }: { readonly address: string; readonly port: number | undefined }) => {
  // A name, or what a packet socket listens to.
  if (port === undefined) return <span className="break-all">{address}</span>;
  const [host, portText] = endpointParts(address, port);
  const long = host.startsWith('[');
  return (
    <span className={long ? 'break-words' : 'whitespace-nowrap'}>
      {host}:{long && <wbr />}
      {portText}
    </span>
  );
};

/** Receiving above sending, as in the stack; a side that is still is left out. */
const Rate = ({ socket }: { readonly socket: SocketRow }) => {
  const { txBytesPerSecond: tx, rxBytesPerSecond: rx } = socket;
  if (tx === undefined && rx === undefined) return <Figure value={undefined} unit="bytes/s" className="text-faint" />;
  return (
    <span className="inline-flex flex-col">
      {(tx ?? 0) > 0 && (
        <span className="inline-flex items-center gap-1 whitespace-nowrap">
          <DownIcon className="size-2.5 text-down" />
          <span className="sr-only">{SOCKETS_TEXT.sends('')}</span>
          <Figure value={tx} unit="bytes/s" />
        </span>
      )}
      {(rx ?? 0) > 0 && (
        <span className="inline-flex items-center gap-1 whitespace-nowrap">
          <UpIcon className="size-2.5 text-up" />
          <span className="sr-only">{SOCKETS_TEXT.receives('')}</span>
          <Figure value={rx} unit="bytes/s" />
        </span>
      )}
      {(tx ?? 0) <= 0 && (rx ?? 0) <= 0 && <Figure value={0} unit="bytes/s" className="text-faint" />}
    </span>
  );
};

const isListener = (socket: TableSocket) => socket.state === 'listen';
const title = (column: ColumnId) => SOCKETS_TEXT.columns[column][0];
const queueUnit = (socket: TableSocket) => (isListener(socket) ? 'count' : 'bytes');

/** Other kinds have no such thing. */
const ofInet = (show: (socket: SocketRow) => ReactNode) => (socket: TableSocket) =>
  isInet(socket) ? show(socket) : <Figure value={undefined} unit="count" className="text-faint" />;

const stateText = (socket: TableSocket): string => {
  const { protocol, state } = socket;
  if (protocol === 'udp') return SOCKETS_TEXT.kinds.udp;
  if (isInet(socket)) return state;
  return `${SOCKETS_TEXT.kinds[protocol]} ${socket.type ?? state}`;
};

/** What each column shows of a socket. */
export const CELLS: Readonly<Record<ColumnId, (socket: TableSocket) => ReactNode>> = {
  process: (socket) => <Process socket={socket} />,
  owner: (socket) => <Owner socket={socket} />,
  ends: (socket) => (
    <span className={styles['ends']}>
      <Address address={socket.local} port={socket.localPort} />
      {hasPeer(socket) && (
        <span className={cx('text-soft', socket.family === 4 && 'whitespace-nowrap')}>
          <span aria-hidden="true" className="text-faint">
            →{' '}
          </span>
          <span className="sr-only">{SOCKETS_TEXT.remote} </span>
          <Address address={socket.remote ?? ''} port={socket.remotePort} />
        </span>
      )}
      {socket.named?.device !== undefined && (
        <span className="text-2xs text-faint">{SOCKETS_TEXT.onDevice(socket.named.device)}</span>
      )}
    </span>
  ),
  state: (socket) => (
    <span className={cx('text-soft', isInet(socket) && 'whitespace-nowrap')}>{stateText(socket)}</span>
  ),
  recvQ: (socket) => <Figure value={socket.recvQ} unit={queueUnit(socket)} />,
  sendQ: (socket) => <Figure value={socket.sendQ} unit={queueUnit(socket)} />,
  accept: ({ recvQ, sendQ }) => <MemoryBar title={title('accept')} used={recvQ} limit={sendQ} unit="count" />,
  receive: (socket) =>
    isListener(socket) ? (
      <MemoryBar title={title('accept')} used={socket.recvQ} limit={socket.sendQ} unit="count" />
    ) : (
      <MemoryBar title={title('receive')} used={socket.rmemAlloc} limit={socket.rcvbuf} unit="bytes" />
    ),
  send: (socket) =>
    isListener(socket) ? (
      <Figure value={undefined} unit="bytes" className="text-faint" />
    ) : (
      <MemoryBar title={title('send')} used={socket.wmemQueued} limit={socket.sndbuf} unit="bytes" />
    ),
  drops: ({ drops }) => (
    <Figure value={drops} unit="count" className={cx(drops !== undefined && drops > 0 && 'text-saturated-ink')} />
  ),
  rtt: ofInet(({ rttUs }) => <Figure value={rttUs} unit="microseconds" />),
  cwnd: ofInet(({ cwnd }) => <Figure value={cwnd} unit="count" />),
  rate: ofInet((socket) => <Rate socket={socket} />),
  limit: ofInet((socket) => (
    <span className={isHurting(socket.limit) ? 'font-medium text-busy-ink' : 'text-soft'}>{limitWords(socket)}</span>
  )),
};
