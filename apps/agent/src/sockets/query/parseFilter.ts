import { STATE_NUMBER } from '@netstrata/kernel';
import { SOCKET_LIMITS, SOCKET_STATE_NAMES, type SocketRow } from '@netstrata/metrics';
import { ProtocolError } from '@netstrata/protocol';
import type { SocketView } from '../SocketView.ts';
import type { RowOwner } from '../toSocketRow.ts';

/** What a filter asks, split by what it costs to answer. All tests must hold. */
export interface SocketFilter {
  /** Looks at the kernel's bytes only. */
  readonly quick: readonly ((view: SocketView) => boolean)[];
  /** Needs the addresses as text, or the process. */
  readonly slow: readonly ((row: SocketRow, owner: RowOwner | undefined) => boolean)[];
}

const MOST_WORDS = 16;

/** Each word that a filter knows, and the test that its value makes. */
const WORDS: Readonly<Record<string, (value: string) => Partial<SocketFilter>>> = {
  state: (value) => {
    const state = SOCKET_STATE_NAMES.find((known) => known === value);
    if (state === undefined) throw bad(`state:${value} is no state: there are ${SOCKET_STATE_NAMES.join(', ')}.`);
    const number = STATE_NUMBER[state];
    return { quick: [(view) => view.cursor.state === number] };
  },
  port: (value) => {
    const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
    if (!(port <= 65_535)) throw bad(`port:${value} is no port: allowed is a number from 0 to 65535.`);
    return { quick: [({ cursor }) => cursor.localPort === port || cursor.remotePort === port] };
  },
  protocol: (value) => {
    if (value !== 'tcp' && value !== 'udp') throw bad(`protocol:${value} is no protocol: there are tcp, udp.`);
    return { quick: [(view) => view.protocol === value] };
  },
  limit: (value) => {
    const limit = SOCKET_LIMITS.find((known) => known === value);
    if (limit === undefined) throw bad(`limit:${value} is no limit: there are ${SOCKET_LIMITS.join(', ')}.`);
    return { quick: [(view) => view.limit === limit] };
  },
  process: (value) => {
    if (value === '') throw bad('process: needs a name or a part of one, as in process:nginx.');
    return { slow: [(_row, owner) => owner?.name.toLowerCase().includes(value) ?? false] };
  },
};

/**
 * Words apart by spaces, all of which must match: `state:established port:443 process:nginx protocol:udp limit:send-buffer`; any
 * other word must be part of an address with its port, a process name, a state or a congestion control. Letters match
 * in either case. Fails with a ProtocolError `bad-request` that names what is allowed.
 */
export function parseFilter(text: string): SocketFilter {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length > MOST_WORDS) throw bad(`the filter has ${words.length} words: at most ${MOST_WORDS} are allowed.`);
  const parts = words.map((word) => partOf(word));
  return { quick: parts.flatMap(({ quick = [] }) => quick), slow: parts.flatMap(({ slow = [] }) => slow) };
}

function partOf(word: string): Partial<SocketFilter> {
  const cut = word.indexOf(':');
  const name = word.slice(0, Math.max(0, cut));
  if (Object.hasOwn(WORDS, name)) return WORDS[name]?.(word.slice(cut + 1)) ?? {};
  // `fe80::1` and `[::1]:80` are addresses; `stat:listen` is a slip that must not silently match nothing.
  if (/[g-z]/.test(name) && /^[a-z]+$/.test(name)) {
    throw bad(`the filter does not know ${name}: there are ${Object.keys(WORDS).join(', ')}, or plain text.`);
  }
  return { slow: [(row, owner) => textOf(row, owner).includes(word)] };
}

function textOf(row: SocketRow, owner: RowOwner | undefined): string {
  const endpoint = (address: string, port: number) =>
    row.family === 6 ? `[${address}]:${port}` : `${address}:${port}`;
  const words = [endpoint(row.local, row.localPort), endpoint(row.remote, row.remotePort), row.state];
  return [...words, owner?.name ?? '', row.congestionControl ?? ''].join(' ').toLowerCase();
}

function bad(message: string): ProtocolError {
  return new ProtocolError('bad-request', 'sockets:query', message);
}
