import type { FoundSocket, SocketKind, SocketOptionValue, SocketState } from '@netstrata/kernel/types';
import type { Missing } from '../missing.ts';
import type { Unit } from '../types.ts';

/** The parts of a chosen socket's page, in their order. */
export const SOCKET_GROUPS = [
  'who',
  'queues',
  'traffic',
  'windows',
  'times',
  'congestion',
  'loss',
  'negotiated',
  'mptcp',
  'capture',
] as const;
export type SocketGroup = (typeof SOCKET_GROUPS)[number];

export type SocketFieldValue = number | string | boolean;

/** What people call the numbers that a socket has; undefined where there is no name. */
export interface SocketNaming {
  readonly userOf: (uid: number) => string | undefined;
  readonly interfaceOf: (index: number) => string | undefined;
  readonly cgroupOf: (id: string) => string | undefined;
}

/** One thing that the kernel says of a chosen socket. */
export interface SocketField {
  readonly id: string;
  readonly group: SocketGroup;
  readonly title: string;
  /** In plain words: what it means, and what a high or low value says. */
  readonly help: string;
  /** The kernel's own name of it. */
  readonly kernelName: string;
  /** `text` for names and sets of flags. */
  /** `packet-bytes`: the size of a packet, which people know in bytes: 1500. */
  readonly unit: Unit | 'text' | 'packet-bytes';
  /** Left out for values of the moment. */
  readonly kind?: 'counter';
  /** Undefined where this socket or this kernel has no such thing. */
  readonly pick: (socket: FoundSocket, naming: SocketNaming) => SocketFieldValue | undefined;
}

/** An option that a program sets on its socket. */
export interface SocketOptionText {
  readonly title: string;
  readonly help: string;
  /** `text` also for those whose numbers have names. */
  /** `packet-bytes`: the size of a packet, which people know in bytes: 1500. */
  readonly unit: Unit | 'text' | 'packet-bytes';
  /** What a value means, by the value as text, where the number alone does not say it. */
  readonly words?: Readonly<Record<string, string>>;
  /** The value of a socket whose program set nothing, where that is the same on every machine. */
  readonly usual?: SocketOptionValue;
}

/** A chosen socket as it is now. */
export interface SocketDetail {
  readonly timeMs: number;
  readonly kind: SocketKind;
  readonly cookie: string;
  readonly inode: number;
  readonly state: SocketState;
  /** An address, a name, or what a packet socket listens to. */
  readonly local: string;
  readonly localPort?: number | undefined;
  readonly remote?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly pid?: number | undefined;
  readonly process?: string | undefined;
  /** What an interpreter runs, by its path. */
  readonly script?: string | undefined;
  /** Its process is still looked for. */
  readonly sought?: true | undefined;
  /** By the ids of socketFields(); only those that are known. */
  readonly fields: Readonly<Record<string, SocketFieldValue>>;
  /** By the kernel's names. Undefined where they were not asked for, or cannot be read: `optionsMissing` says why. */
  readonly options?: Readonly<Record<string, SocketOptionValue>> | undefined;
  readonly optionsMissing?: Missing | undefined;
}

/** All that a page needs to show a SocketDetail, as data. */
export interface SocketCatalogue {
  readonly groups: readonly SocketGroup[];
  readonly fields: readonly Omit<SocketField, 'pick'>[];
  readonly options: readonly (SocketOptionText & { readonly name: string })[];
}
