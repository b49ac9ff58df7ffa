import { addressText } from '@netstrata/kernel';
import type { OtherSocketRow, SocketGrouping, SocketGroupRow, SocketNaming } from '@netstrata/metrics';
import { SOCKET_NUMBERS } from '../fields.ts';
import type { SocketView } from '../SocketView.ts';
import type { RowOwner } from '../toSocketRow.ts';
import { rateOf } from './numberTests.ts';
import type { SocketSnapshot } from './SocketSnapshot.ts';

export interface GroupRequest {
  readonly snapshot: SocketSnapshot;
  readonly matched: Uint32Array;
  readonly group: SocketGrouping;
  readonly naming: SocketNaming;
  readonly ownerOf: (inode: number) => RowOwner | undefined;
}

interface Grouping {
  /** What a socket has; undefined where it has none of it. */
  readonly inet: (view: SocketView, owner: RowOwner | undefined) => string | number | undefined;
  readonly other: (row: OtherSocketRow, owner: RowOwner | undefined) => string | number | undefined;
  /** How a filter asks for it, `proc=`. */
  readonly word: string;
  /** How it asks for those without; undefined where there are none. */
  readonly without?: string;
  readonly name?: (value: string | number, naming: SocketNaming) => string | undefined;
}

const none = () => undefined;
const process = (_: unknown, owner: RowOwner | undefined) => owner?.name;
const portOf = (row: OtherSocketRow, port: number | undefined) => (row.protocol === 'mptcp' ? port : undefined);

const GROUPINGS: Readonly<Record<SocketGrouping, Grouping>> = {
  process: { inet: process, other: process, word: 'proc=', without: 'proc:-' },
  state: { inet: (view) => view.state, other: (row) => row.state, word: 'state:' },
  protocol: { inet: (view) => view.protocol, other: (row) => row.protocol, word: 'proto:' },
  port: { inet: ({ cursor }) => cursor.localPort, other: (row) => portOf(row, row.localPort), word: 'sport:' },
  peerPort: { inet: ({ cursor }) => cursor.remotePort, other: (row) => portOf(row, row.remotePort), word: 'dport:' },
  peer: {
    inet: ({ cursor }) => (cursor.remotePort === 0 ? undefined : addressText(cursor.remoteAddressBytes)),
    other: (row) => (row.remotePort ? row.remote : undefined),
    word: 'peer:',
    without: 'dport:0',
  },
  cgroup: {
    inet: ({ cursor }) => cursor.cgroupId,
    other: none,
    word: 'cgroup=',
    without: 'cgroup:-',
    name: (id, naming) => naming.cgroupOf(String(id)),
  },
  user: {
    inet: ({ cursor }) => cursor.uid,
    other: (row) => row.uid,
    word: 'user:',
    without: 'user:-',
    name: (uid, naming) => naming.userOf(Number(uid)),
  },
  device: {
    inet: ({ cursor }) => cursor.interfaceIndex || undefined,
    other: none,
    word: 'dev:',
    without: 'dev:-',
    name: (index, naming) => naming.interfaceOf(Number(index)),
  },
  congestion: { inet: ({ cursor }) => cursor.congestionControl, other: none, word: 'cc:', without: 'cc:-' },
  limit: { inet: (view) => view.limit, other: none, word: 'limited:' },
};

interface Sums {
  sockets: number;
  recvQ: number;
  sendQ: number;
  /** NaN until one is known. */
  bytesPerSecond: number;
  retransTotal: number;
}

/** The sockets that match, summed by what they have in common. */
export function groupSockets({ snapshot, matched, group, naming, ownerOf }: GroupRequest): readonly SocketGroupRow[] {
  const grouping = GROUPINGS[group];
  const groups = new Map<string | number | undefined, Sums>();
  const at = (value: string | number | undefined): Sums => {
    let sums = groups.get(value);
    if (sums === undefined) {
      sums = { sockets: 0, recvQ: 0, sendQ: 0, bytesPerSecond: Number.NaN, retransTotal: Number.NaN };
      groups.set(value, sums);
    }
    return sums;
  };
  for (const index of matched) {
    if (index < snapshot.inetLength) {
      const view = snapshot.viewAt(index);
      addInet(at(grouping.inet(view, ownerOf(view.cursor.inode))), view);
    } else {
      const row = snapshot.otherAt(index);
      addOther(at(grouping.other(row, ownerOf(row.inode))), row);
    }
  }
  return Array.from(groups, ([value, sums]) => ({ ...wordsOf(grouping, value, naming), ...known(sums) }));
}

function addInet(sums: Sums, view: SocketView): void {
  sums.sockets++;
  if (!view.isListener) {
    sums.recvQ += view.recvQ;
    sums.sendQ += view.sendQ;
  }
  sums.bytesPerSecond = plus(sums.bytesPerSecond, rateOf(view));
  sums.retransTotal = plus(sums.retransTotal, SOCKET_NUMBERS.retransTotal(view));
}

function addOther(sums: Sums, { state, recvQ, sendQ }: OtherSocketRow): void {
  sums.sockets++;
  if (state === 'listen') return;
  sums.recvQ += recvQ;
  sums.sendQ += sendQ;
}

function plus(sum: number, value: number): number {
  if (Number.isNaN(value)) return sum;
  return Number.isNaN(sum) ? value : sum + value;
}

function known({ bytesPerSecond, retransTotal, ...sums }: Sums): Omit<SocketGroupRow, 'key' | 'filter'> {
  return {
    ...sums,
    ...(Number.isNaN(bytesPerSecond) ? {} : { bytesPerSecond: Math.round(bytesPerSecond) }),
    ...(Number.isNaN(retransTotal) ? {} : { retransTotal }),
  };
}

function wordsOf(
  { word, without = word, name }: Grouping,
  value: string | number | undefined,
  naming: SocketNaming,
): Pick<SocketGroupRow, 'key' | 'filter'> {
  if (value === undefined) return { key: '', filter: without };
  const key = name?.(value, naming) ?? String(value);
  const plain = key.replaceAll('"', '');
  return { key, filter: /[\s,]/.test(plain) ? `${word}"${plain}"` : `${word}${plain}` };
}
