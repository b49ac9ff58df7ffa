import {
  hangs,
  namedNumber,
  type OtherSocketRow,
  type SocketNames,
  type SocketRow,
  type SocketsReport,
  socketEase,
  type UnixSocketRow,
} from '@netstrata/metrics';
import type { SocketTab } from '../address/address.ts';
import { scriptFile } from '../processes/scriptFile.ts';
import type { ColumnId, SocketWords } from './words.ts';

/** What a table shows of a socket of any kind. */
export type TableSocket = (SocketRow | OtherSocketRow) & { readonly named?: RowNames };

/** Numbers of a row with their names, as far as there are some. */
export interface RowNames {
  readonly user: string | undefined;
  readonly device: string | undefined;
  /** The last part of its path, and the whole. */
  readonly cgroup: string | undefined;
  readonly cgroupPath: string | undefined;
}

export const namesOf = (
  socket: SocketRow | OtherSocketRow,
  names: SocketNames | undefined,
  t: SocketWords,
): RowNames => {
  const { uid } = socket;
  const { cgroupId, interfaceIndex } = 'cgroupId' in socket || 'interfaceIndex' in socket ? socket : NO_NUMBERS;
  const user = uid === undefined ? undefined : names?.users[uid];
  const path = cgroupId === undefined ? undefined : names?.cgroups[cgroupId];
  const group = path?.slice(path.lastIndexOf('/') + 1) || path;
  return {
    user: uid === undefined ? undefined : user === undefined ? t('uid', { uid: String(uid) }) : namedNumber(uid, user),
    device: interfaceIndex === undefined ? undefined : namedNumber(interfaceIndex, names?.interfaces[interfaceIndex]),
    cgroup: cgroupId && (group === undefined ? t('cgroup', { id: cgroupId }) : namedNumber(cgroupId, group)),
    cgroupPath: cgroupId && path && namedNumber(cgroupId, path),
  };
};

const NO_NUMBERS: Partial<Pick<SocketRow, 'cgroupId' | 'interfaceIndex'>> = {};

/** Whether it is of TCP or UDP, of which most is known. */
export const isInet = (socket: TableSocket): socket is SocketRow =>
  socket.protocol === 'tcp' || socket.protocol === 'udp';

/** Which columns a list needs: each shows what its sockets have. */
export const COLUMNS = {
  fullest: ['process', 'ends', 'state', 'recvQ', 'sendQ', 'receive', 'send', 'rtt', 'cwnd', 'rate', 'limit'],
  listeners: ['process', 'owner', 'ends', 'accept', 'drops', 'limit'],
  udp: ['process', 'owner', 'ends', 'recvQ', 'receive', 'send', 'drops', 'limit'],
  senders: ['process', 'owner', 'ends', 'rate', 'sendQ', 'send', 'rtt', 'cwnd', 'limit'],
  others: ['process', 'owner', 'ends', 'state', 'recvQ', 'sendQ', 'receive', 'send', 'drops'],
} as const satisfies Readonly<Record<SocketTab, readonly ColumnId[]>>;

export const rowsOf = (report: SocketsReport, tab: SocketTab, t: SocketWords): readonly TableSocket[] =>
  tab === 'others'
    ? [...(report.others ?? []), ...(report.unix ?? []).map((socket) => unixRow(socket, t))]
    : report[tab];

export const withNames = (
  rows: readonly TableSocket[],
  names: SocketNames | undefined,
  t: SocketWords,
): readonly TableSocket[] => rows.map((row) => ({ ...row, named: namesOf(row, names, t) }));

const unixRow = (socket: UnixSocketRow, t: SocketWords): OtherSocketRow => {
  const { type, name = t('unnamed', { type }), peerProcess, peerPid } = socket;
  const peer =
    peerPid === undefined ? undefined : t('programPid', { process: String(peerProcess), pid: String(peerPid) });
  return {
    ...socket,
    protocol: 'unix',
    local: name,
    remote: peer,
    wmemQueued: socket.state === 'listen' ? undefined : socket.sendQ,
  };
};

/** Those of "fullest" that hold anything come first, so they end where the first empty one is. */
export const holdingOf = <Row extends TableSocket>(rows: readonly Row[], tab: SocketTab): readonly Row[] =>
  tab === 'fullest' ? rows.filter(({ fill }) => fill > 0) : rows;

/** Of the time; who is busy less has nothing to send. */
const BUSY = 0.1;

/** Whether what limits a socket is trouble, so that it catches the eye. */
const HURTING: ReadonlySet<SocketRow['limit']> = new Set([
  'send-buffer',
  'receive-buffer',
  'reader',
  'accept',
  'receiver',
  'nagle',
]);

export const isHurting = (socket: SocketRow): boolean => HURTING.has(socket.limit) || hangs(socket);

/** What limits a socket, in words; where nothing does, what its state means. */
export const limitWords = (socket: SocketRow, t: SocketWords): string => {
  const { protocol, state, limit } = socket;
  // A handshake has nothing yet that could limit it.
  if ((limit === 'network' || limit === 'none') && hangs(socket))
    return t('hangs', { timeouts: socket.unanswered ?? 0 });
  if (limit === 'application' && (socket.busyShare ?? 0) >= BUSY) return t('givesLittle');
  const words = t(`limits.${limit}`);
  if (isHurting(socket) || limit === 'network') return words;
  const ease = socketEase(socket);
  if (ease !== undefined && ease !== 'quiet') return t(`ease.${ease}`);
  if (protocol === 'udp') return ease === 'quiet' ? t('udpIdle') : words;
  return state === 'established' ? words : t(`states.${state}`);
};

/** What a column says of a socket of any kind. */
export interface Verdict {
  readonly words: string;
  readonly isHurting: boolean;
  /** Why there is none. */
  readonly why?: string;
}

/**
 * What limits a socket of any kind. Of those that are neither TCP nor UDP the kernel keeps no times: only a Unix socket that can take no more
 * says who is waited for.
 */
export const verdictOf = (socket: TableSocket, t: SocketWords): Verdict => {
  if (isInet(socket)) return { words: limitWords(socket, t), isHurting: isHurting(socket) };
  if (socket.protocol === 'unix' && fillState(socket.fill) === 'saturated')
    return { words: t(socket.state === 'listen' ? 'limits.accept' : 'unread'), isHurting: true };
  return { words: t('notJudged'), isHurting: false, why: t('notJudgedWhy') };
};

/** Host and port as ss writes them: "10.0.0.1" and "443", "[fe80::1]" and "22"; any address and no port as "*". */
export const endpointParts = (address: string, port: number): readonly [host: string, port: string] => {
  const any = address === '0.0.0.0' || address === '::' || address === '';
  const host = any ? '*' : address.includes(':') ? `[${address}]` : address;
  return [host, port === 0 ? '*' : String(port)];
};

/** What stands where no process is known, and why. */
export const nobodyWords = ({ sought }: Pick<TableSocket, 'sought'>, t: SocketWords) =>
  sought ? { name: t('soughtProcess'), why: t('soughtProcessWhy') } : { name: t('noProcess'), why: t('noProcessWhy') };

/** "pid 2509, slowReader.ts": which of the programs of that name. */
export const pidWords = (pid: number, script: string | undefined, t: SocketWords): string =>
  [t('pid', { pid: String(pid) }), scriptFile(script)].filter(Boolean).join(', ');

/** A socket in a few words, for those who hear the page. */
export const spokenName = (socket: TableSocket, t: SocketWords): string => {
  const { process, local, localPort, remote, remotePort } = socket;
  const near = t('near', { process: process ?? nobodyWords(socket, t).name, end: endText(local, localPort) });
  return hasPeer({ remote, remotePort }) ? t('to', { near, far: endText(remote ?? '', remotePort) }) : near;
};

export const endText = (address: string, port: number | undefined): string =>
  port === undefined ? address : endpointParts(address, port).join(':');

/** Whether a socket has another side that is known: a listener and an unconnected UDP socket have none. */
export const hasPeer = ({ remote, remotePort }: Pick<TableSocket, 'remote' | 'remotePort'>): boolean =>
  remotePort === undefined ? remote !== undefined : remotePort !== 0;

const SHARED_FIELDS = {
  accept: 'recvQ',
  receive: 'rmemAlloc',
  send: 'wmemQueued',
  drops: 'drops',
} as const satisfies Partial<Record<ColumnId, keyof TableSocket>>;

const FIELDS = {
  ...SHARED_FIELDS,
  rtt: 'rttUs',
  cwnd: 'cwnd',
} as const satisfies Partial<Record<ColumnId, keyof SocketRow>>;

/** Whether a cell says nothing: unknown, or nothing held and nothing moved. A card leaves it out; a table keeps its place. */
export const isBlank = (socket: TableSocket, column: ColumnId): boolean => {
  const { state, recvQ } = socket;
  if (column === 'receive' && state === 'listen') return recvQ === 0;
  if (column === 'owner') return socket.named?.user === undefined;
  if (!isInet(socket))
    return !(column in SHARED_FIELDS) ? false : !socket[SHARED_FIELDS[column as keyof typeof SHARED_FIELDS]];
  const { txBytesPerSecond: tx = 0, rxBytesPerSecond: rx = 0 } = socket;
  if (column === 'rate') return tx <= 0 && rx <= 0;
  if (!(column in FIELDS)) return false;
  return !socket[FIELDS[column as keyof typeof FIELDS]];
};

/** 0..1 and above; undefined when either is unknown or there is no limit. */
export const fractionOf = (used: number | undefined, limit: number | undefined): number | undefined =>
  used === undefined || limit === undefined || limit <= 0 ? undefined : used / limit;

/** How full a bar looks: the same bounds as the gauges of the stack. */
export const fillState = (fraction: number): 'calm' | 'busy' | 'saturated' =>
  fraction >= 0.95 ? 'saturated' : fraction >= 0.7 ? 'busy' : 'calm';
