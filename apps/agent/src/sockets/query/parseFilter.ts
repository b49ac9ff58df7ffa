import { STATE_NUMBER } from '@netstrata/kernel';
import { type OtherSocketRow, SOCKET_LIMITS, SOCKET_STATE_NAMES, type SocketRow } from '@netstrata/metrics';
import { ProtocolError } from '@netstrata/protocol';
import type { SocketView } from '../SocketView.ts';
import type { RowOwner } from '../toSocketRow.ts';

/** What a filter asks, split by what it costs to answer. All tests must hold. */
export interface SocketFilter {
  /** Looks at the kernel's bytes only. */
  readonly quick: readonly ((view: SocketView) => boolean)[];
  /** Needs the addresses as text, or the process. */
  readonly slow: readonly ((row: SocketRow, owner: RowOwner | undefined) => boolean)[];
  /** The same for a socket that is neither TCP nor UDP; undefined where none of those can match. */
  readonly other: readonly OtherTest[] | undefined;
  /** Name or inode number of the network namespace whose sockets are wanted, in small letters; undefined for that of the agent. */
  readonly netns: string | undefined;
}

type OtherTest = (row: OtherSocketRow, owner: RowOwner | undefined) => boolean;
interface Part {
  readonly quick?: SocketFilter['quick'];
  readonly slow?: SocketFilter['slow'];
  readonly other: OtherTest | undefined;
}

const PROTOCOLS = ['tcp', 'udp', 'unix', 'raw', 'packet', 'mptcp'] as const;

const MOST_WORDS = 16;
/** A word may hold spaces between quotation marks. */
const WORD = /(?:[^\s"]|"[^"]*")+/g;
const NETNS = 'netns:';

/** Each word that a filter knows, and the test that its value makes. */
const WORDS: Readonly<Record<string, (value: string) => Part>> = {
  state: (value) => {
    const state = SOCKET_STATE_NAMES.find((known) => known === value);
    if (state === undefined) throw bad(`state:${value} is no state: there are ${SOCKET_STATE_NAMES.join(', ')}.`);
    const number = STATE_NUMBER[state];
    return { quick: [(view) => view.cursor.state === number], other: (row) => row.state === state };
  },
  port: (value) => {
    const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
    if (!(port <= 65_535)) throw bad(`port:${value} is no port: allowed is a number from 0 to 65535.`);
    return {
      quick: [({ cursor }) => cursor.localPort === port || cursor.remotePort === port],
      // Of a raw socket it is the number of its protocol.
      other: ({ protocol, localPort, remotePort }) =>
        protocol === 'mptcp' && (localPort === port || remotePort === port),
    };
  },
  protocol: (value) => {
    const protocol = PROTOCOLS.find((known) => known === value);
    if (protocol === undefined) throw bad(`protocol:${value} is no protocol: there are ${PROTOCOLS.join(', ')}.`);
    const isOther = protocol !== 'tcp' && protocol !== 'udp';
    return {
      quick: [(view) => view.protocol === protocol],
      other: isOther ? (row) => row.protocol === protocol : undefined,
    };
  },
  limit: (value) => {
    const limit = SOCKET_LIMITS.find((known) => known === value);
    if (limit === undefined) throw bad(`limit:${value} is no limit: there are ${SOCKET_LIMITS.join(', ')}.`);
    return { quick: [(view) => view.limit === limit], other: undefined };
  },
  process: (value) => {
    if (value === '') throw bad('process: needs a name or a part of one, as in process:nginx.');
    const isIts = (owner: RowOwner | undefined) => owner?.name.toLowerCase().includes(value) ?? false;
    return { slow: [(_row, owner) => isIts(owner)], other: (_row, owner) => isIts(owner) };
  },
};

/**
 * Words apart by spaces, all of which must match: `state:established port:443 process:nginx protocol:unix limit:send-buffer`;
 * `netns:blue`, `netns:4026532281` or `netns:"docker web"` asks for the sockets of another network namespace; any other word must be part of an address with its port, a process name, a state or a congestion control. Letters match
 * in either case. Fails with a ProtocolError `bad-request` that names what is allowed.
 */
export function parseFilter(text: string): SocketFilter {
  if (text.split('"').length % 2 === 0) throw bad('the filter has a quotation mark that is not closed.');
  const words = (text.toLowerCase().match(WORD) ?? []).map((word) => word.replaceAll('"', '')).filter(Boolean);
  if (words.length > MOST_WORDS) throw bad(`the filter has ${words.length} words: at most ${MOST_WORDS} are allowed.`);
  const parts = words.filter((word) => !word.startsWith(NETNS)).map((word) => partOf(word));
  const other = parts.flatMap((part) => part.other ?? []);
  return {
    quick: parts.flatMap(({ quick = [] }) => quick),
    slow: parts.flatMap(({ slow = [] }) => slow),
    other: other.length === parts.length ? other : undefined,
    netns: netnsOf(words.filter((word) => word.startsWith(NETNS))),
  };
}

function netnsOf(words: readonly string[]): string | undefined {
  const [name, ...more] = words.map((word) => word.slice(NETNS.length));
  if (name === '') throw bad('netns: needs the name or the inode number of a network namespace, as in netns:blue.');
  if (more.length > 0) throw bad(`the filter has netns: ${words.length} times: sockets are listed of one namespace.`);
  return name;
}

function partOf(word: string): Part {
  const cut = word.indexOf(':');
  const name = word.slice(0, Math.max(0, cut));
  if (Object.hasOwn(WORDS, name)) return WORDS[name]?.(word.slice(cut + 1)) ?? { other: undefined };
  // `fe80::1` and `[::1]:80` are addresses; `stat:listen` is a slip that must not silently match nothing.
  if (/[g-z]/.test(name) && /^[a-z]+$/.test(name)) {
    throw bad(`the filter does not know ${name}: there are ${Object.keys(WORDS).join(', ')}, netns, or plain text.`);
  }
  return {
    slow: [(row, owner) => textOf(row, owner).includes(word)],
    other: (row, owner) => otherText(row, owner).includes(word),
  };
}

function textOf(row: SocketRow, owner: RowOwner | undefined): string {
  const endpoint = (address: string, port: number) =>
    row.family === 6 ? `[${address}]:${port}` : `${address}:${port}`;
  const words = [endpoint(row.local, row.localPort), endpoint(row.remote, row.remotePort), row.state];
  return [...words, owner?.name ?? '', row.congestionControl ?? ''].join(' ').toLowerCase();
}

function otherText(row: OtherSocketRow, owner: RowOwner | undefined): string {
  const { local, localPort, remote, remotePort, state, protocol, type } = row;
  const ends = localPort === undefined ? [local, remote] : [`${local}:${localPort}`, `${remote}:${remotePort}`];
  return [...ends, state, protocol, type, owner?.name].join(' ').toLowerCase();
}

function bad(message: string): ProtocolError {
  return new ProtocolError('bad-request', 'sockets:query', message);
}
