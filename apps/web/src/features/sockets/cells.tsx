import type { SocketRow } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BreakAtDots } from '../../components/BreakAtDots.tsx';
import { cx } from '../../components/cx.ts';
import { Figure } from '../../components/Figure.tsx';
import { DownIcon, UpIcon } from '../../components/icons.tsx';
import { MemoryBar } from './MemoryBar.tsx';
import styles from './Sockets.module.css';
import {
  endpointParts,
  hasPeer,
  isHurting,
  isInet,
  limitWords,
  nobodyWords,
  pidWords,
  type TableSocket,
} from './sockets.ts';
import type { SocketWords } from './words.ts';

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

const Process = ({ socket }: { readonly socket: TableSocket }) => {
  const t = useTranslations('sockets');
  const { named, process, pid, script } = socket;
  const nobody = nobodyWords(socket, t);
  return process === undefined && pid === undefined ? (
    <span className="whitespace-nowrap text-faint" title={nobody.why}>
      {nobody.name}
    </span>
  ) : (
    <span className={styles['process']} title={[script, named?.user, named?.cgroupPath].filter(Boolean).join('\n')}>
      <span className="font-medium text-ink">{process}</span>
      {pid !== undefined && (
        <span className="text-faint">
          <BreakAtDots text={pidWords(pid, script, t)} at="words" />
        </span>
      )}
    </span>
  );
};

/** One line; only an IPv6 address may break, before its port. */
export const Address = ({ address, port }: { readonly address: string; readonly port: number | undefined }) => {
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
  const t = useTranslations('sockets');
  const { txBytesPerSecond: tx, rxBytesPerSecond: rx } = socket;
  if (tx === undefined && rx === undefined) return <Figure value={undefined} unit="bytes/s" className="text-faint" />;
  return (
    <span className="inline-flex flex-col">
      {(tx ?? 0) > 0 && (
        <span className="inline-flex items-center gap-1 whitespace-nowrap">
          <DownIcon className="size-2.5 text-down" />
          <span className="sr-only">{t('sends')} </span>
          <Figure value={tx} unit="bytes/s" />
        </span>
      )}
      {(rx ?? 0) > 0 && (
        <span className="inline-flex items-center gap-1 whitespace-nowrap">
          <UpIcon className="size-2.5 text-up" />
          <span className="sr-only">{t('receives')} </span>
          <Figure value={rx} unit="bytes/s" />
        </span>
      )}
      {(tx ?? 0) <= 0 && (rx ?? 0) <= 0 && <Figure value={0} unit="bytes/s" className="text-faint" />}
    </span>
  );
};

const isListener = (socket: TableSocket) => socket.state === 'listen';
const queueUnit = (socket: TableSocket) => (isListener(socket) ? 'count' : 'bytes');

/** Other kinds have no such thing. */
const ofInet = (show: (socket: SocketRow, t: SocketWords) => ReactNode) => (socket: TableSocket, t: SocketWords) =>
  isInet(socket) ? show(socket, t) : <Figure value={undefined} unit="count" className="text-faint" />;

export const stateText = (socket: TableSocket, t: SocketWords): string => {
  const { protocol, state } = socket;
  if (protocol === 'udp') return t('kinds.udp');
  if (isInet(socket)) return state;
  return `${t(`kinds.${protocol}`)} ${socket.type ?? state}`;
};

/** A send buffer: full is how one looks whose sender waits for the path, and hurts only where it is the limit. */
export const SendBar = ({ socket }: { readonly socket: TableSocket }) => (
  <MemoryBar
    title={useTranslations('sockets')('columns.send')}
    used={socket.wmemQueued}
    limit={socket.sndbuf}
    unit="bytes"
    isHarmless={isInet(socket) && socket.limit !== 'send-buffer'}
  />
);

/** What each column shows of a socket. */
export const CELLS = {
  process: (socket: TableSocket) => <Process socket={socket} />,
  owner: (socket: TableSocket) => <Owner socket={socket} />,
  ends: (socket: TableSocket, t: SocketWords) => (
    <span className={styles['ends']}>
      <Address address={socket.local} port={socket.localPort} />
      {hasPeer(socket) && (
        <span className={cx('text-soft', socket.family === 4 && 'whitespace-nowrap')}>
          <span aria-hidden="true" className="text-faint">
            →{' '}
          </span>
          <span className="sr-only">{t('remote')} </span>
          <Address address={socket.remote ?? ''} port={socket.remotePort} />
        </span>
      )}
      {socket.named?.device !== undefined && (
        <span className="text-2xs text-faint">{t('onDevice', { device: socket.named.device })}</span>
      )}
    </span>
  ),
  state: (socket: TableSocket, t: SocketWords) => (
    <span className={cx('text-soft', isInet(socket) && 'whitespace-nowrap')}>{stateText(socket, t)}</span>
  ),
  recvQ: (socket: TableSocket) => <Figure value={socket.recvQ} unit={queueUnit(socket)} />,
  sendQ: (socket: TableSocket) => <Figure value={socket.sendQ} unit={queueUnit(socket)} />,
  accept: ({ recvQ, sendQ }: TableSocket, t: SocketWords) => (
    <MemoryBar title={t('columns.accept')} used={recvQ} limit={sendQ} unit="count" />
  ),
  receive: (socket: TableSocket, t: SocketWords) =>
    isListener(socket) ? (
      <MemoryBar title={t('columns.accept')} used={socket.recvQ} limit={socket.sendQ} unit="count" />
    ) : (
      <MemoryBar title={t('columns.receive')} used={socket.rmemAlloc} limit={socket.rcvbuf} unit="bytes" />
    ),
  send: (socket: TableSocket) =>
    isListener(socket) ? <Figure value={undefined} unit="bytes" className="text-faint" /> : <SendBar socket={socket} />,
  drops: ({ drops }: TableSocket) => (
    <Figure value={drops} unit="count" className={cx(drops !== undefined && drops > 0 && 'text-saturated-ink')} />
  ),
  rtt: ofInet(({ rttUs }) => <Figure value={rttUs} unit="microseconds" />),
  cwnd: ofInet(({ cwnd }) => <Figure value={cwnd} unit="count" />),
  rate: ofInet((socket) => <Rate socket={socket} />),
  limit: ofInet((socket, t) => (
    <span className={isHurting(socket) ? 'font-medium text-busy-ink' : 'text-soft'}>{limitWords(socket, t)}</span>
  )),
} as const;

export type ListColumn = keyof typeof CELLS;
