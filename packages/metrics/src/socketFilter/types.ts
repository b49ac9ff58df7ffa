import type { SocketProtocol, SocketState } from '@netstrata/kernel/types';
import type { SocketLimit } from '../socketLists.ts';
import type { OtherSocketRow } from '../sockets.ts';
import type { Words } from '../words/index.ts';

export type Compare = '=' | '>' | '<' | '>=' | '<=';

/** Numbers of a socket that a filter can compare. `receive` and `send` are the memory of that side, bytes or a share of its limit. */
export type FilterNumber =
  | 'port'
  | 'localPort'
  | 'remotePort'
  | 'pid'
  | 'inode'
  | 'receive'
  | 'send'
  | 'fill'
  | 'recvQ'
  | 'sendQ'
  | 'notsent'
  | 'inFlight'
  | 'retrans'
  | 'timeouts'
  | 'drops'
  | 'rtt'
  | 'minRtt'
  | 'cwnd'
  | 'mss'
  | 'tx'
  | 'rx'
  | 'rate';

/** One thing that a filter asks of a socket. Texts are in small letters. */
export type SocketTest =
  /** A part of an address with its port, a process, a state, a name. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'state'; readonly state: SocketState }
  | { readonly kind: 'protocol'; readonly protocol: SocketProtocol | OtherSocketRow['protocol'] }
  | { readonly kind: 'limit'; readonly limit: SocketLimit }
  | {
      readonly kind: 'number';
      readonly field: FilterNumber;
      readonly compare: Compare;
      readonly value: number;
      /** Of `receive` and `send`: of a share of the limit, not of bytes. */
      readonly ofLimit?: boolean;
    }
  | { readonly kind: 'range'; readonly field: FilterNumber; readonly least: number; readonly most: number }
  | {
      readonly kind: 'address';
      readonly side: 'local' | 'peer' | 'either';
      readonly prefix?: AddressPrefix | undefined;
      /** Instead of a prefix: a part of the address as it is shown. */
      readonly text?: string | undefined;
      readonly port?: number | undefined;
    }
  | {
      readonly kind: 'name';
      readonly field: FilterName;
      readonly text: string;
      /** Not a part of the name. */
      readonly exact: boolean;
    }
  /** Without a process, a device, a control group, a congestion control. */
  | { readonly kind: 'nameless'; readonly field: FilterName };

export type FilterName = 'process' | 'device' | 'user' | 'cgroup' | 'congestion';

/** The first `bits` of an address of 4 or 16 bytes. */
export interface AddressPrefix {
  readonly bytes: readonly number[];
  readonly bits: number;
}

/** A word of a filter: one of its tests must hold, or with `negated` none. */
export interface SocketTerm {
  readonly negated: boolean;
  readonly tests: readonly SocketTest[];
}

/** All terms must hold. */
export interface ParsedSocketFilter {
  readonly terms: readonly SocketTerm[];
  /** Name or inode number of another network namespace, in small letters. */
  readonly netns: string | undefined;
}

/** What is wrong, and with which letters: from `start` up to before `end`. */
export interface FilterTrouble {
  readonly start: number;
  readonly end: number;
  readonly message: Words;
}

export type FilterResult =
  | { readonly ok: true; readonly filter: ParsedSocketFilter }
  | { readonly ok: false; readonly trouble: FilterTrouble };
