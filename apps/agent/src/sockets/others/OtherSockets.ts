import {
  type InetSocketDetail,
  KernelError,
  type PacketSocketVisitor,
  type SocketVisitor,
  toInetDetail,
  toUnixSocket,
  type UnixSocketVisitor,
} from '@netstrata/kernel';
import type { OtherSocketRow, OtherSocketsRow, SocketNaming } from '@netstrata/metrics';
import { rowOfInet, rowOfPacket, rowOfUnix } from './toOtherRow.ts';

/** What lists them; SockDiag and RawSockets are the real ones. */
export interface OtherListers {
  readonly diag: {
    readonly dumpAll: (protocol: 'mptcp', visit: SocketVisitor) => unknown;
    readonly dumpPacket: (visit: PacketSocketVisitor) => unknown;
    readonly dumpUnix: (visit: UnixSocketVisitor) => unknown;
  };
  readonly raw: { readonly list: () => readonly InetSocketDetail[] };
  /** Of the devices of the namespace that is listed. */
  readonly interfaceOf: SocketNaming['interfaceOf'];
}

type Kind = OtherSocketsRow['protocol'];
const KINDS: readonly Kind[] = ['raw', 'mptcp', 'packet'];

export interface OthersDump {
  readonly rows: readonly OtherSocketRow[];
  readonly sums: readonly OtherSocketsRow[];
}

/** A host has few of these, and they change seldom. */
const WATCHED_MS = 5000;
const UNWATCHED_MS = 30_000;
/** A kernel without a kind looks for its module each time it is asked, which starts a process. */
const ASK_AGAIN_MS = 600_000;
const MOST_ROWS = 5000;

/** Lists the sockets that are neither TCP nor UDP: raw, MPTCP and packet sockets now and then, Unix sockets for queries. */
export class OtherSockets {
  readonly #listers: OtherListers;
  readonly #refusedUntilMs = new Map<Kind | 'unix', number>();
  #last: { readonly monoMs: number; readonly dump: OthersDump } | undefined;

  constructor(listers: OtherListers) {
    this.#listers = listers;
  }

  /** The newest list, made anew when it is time. Fails with what the listers throw; a kernel that lacks a kind has none of it. */
  list(monoMs: number, watched: boolean): OthersDump {
    const dueMs = (this.#last?.monoMs ?? Number.NEGATIVE_INFINITY) + (watched ? WATCHED_MS : UNWATCHED_MS);
    if (this.#last !== undefined && monoMs < dueMs) return this.#last.dump;
    return this.#refresh(monoMs);
  }

  /** All of them as they are now, Unix sockets too. */
  listAll(monoMs: number): readonly OtherSocketRow[] {
    const { rows } = this.#refresh(monoMs);
    return [...rows, ...(this.#ask('unix', monoMs) ?? [])];
  }

  #refresh(monoMs: number): OthersDump {
    const listed = KINDS.map((kind) => ({ kind, rows: this.#ask(kind, monoMs) }));
    const dump = {
      rows: listed.flatMap(({ rows }) => rows ?? []),
      sums: listed.flatMap(({ kind, rows }) => (rows === undefined ? [] : [sumOf(kind, rows)])),
    };
    this.#last = { monoMs, dump };
    return dump;
  }

  /** Undefined where this kernel has no such list. */
  #ask(kind: Kind | 'unix', monoMs: number): readonly OtherSocketRow[] | undefined {
    if (monoMs < (this.#refusedUntilMs.get(kind) ?? Number.NEGATIVE_INFINITY)) return undefined;
    try {
      return this.#rowsOf(kind);
    } catch (cause) {
      if (!(cause instanceof KernelError && cause.code === 'unsupported')) throw cause;
      this.#refusedUntilMs.set(kind, monoMs + ASK_AGAIN_MS);
      return undefined;
    }
  }

  #rowsOf(kind: Kind | 'unix'): readonly OtherSocketRow[] {
    const { diag, interfaceOf, raw } = this.#listers;
    const rows: OtherSocketRow[] = [];
    const add = (make: () => OtherSocketRow) => {
      if (rows.length < MOST_ROWS) rows.push(make());
    };
    switch (kind) {
      case 'raw':
        return raw.list().map((socket) => rowOfInet('raw', socket));
      case 'mptcp':
        diag.dumpAll('mptcp', (cursor) => add(() => rowOfInet('mptcp', toInetDetail(cursor, 'mptcp'))));
        return rows;
      case 'packet':
        diag.dumpPacket((cursor) => add(() => rowOfPacket(cursor.toSocket(), interfaceOf)));
        return rows;
      case 'unix':
        diag.dumpUnix((cursor) => add(() => rowOfUnix(toUnixSocket(cursor))));
        return rows;
    }
  }
}

function sumOf(protocol: Kind, rows: readonly OtherSocketRow[]): OtherSocketsRow {
  const sum = (name: 'rmemAlloc' | 'drops') =>
    rows.some((row) => row[name] === undefined) ? undefined : rows.reduce((total, row) => total + (row[name] ?? 0), 0);
  return { protocol, sockets: rows.length, rmemAllocBytes: sum('rmemAlloc'), drops: sum('drops') };
}
