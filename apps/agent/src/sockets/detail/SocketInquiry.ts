import type { FoundSocket, OpenSocket, ProcessUse, Refusal, SocketOptionValues, SocketOwner } from '@netstrata/kernel';
import { KernelError } from '@netstrata/kernel';
import { type Missing, type SocketDetail, type SocketNaming, socketFieldsOf } from '@netstrata/metrics';
import { ProtocolError } from '@netstrata/protocol';
import type { Clock } from '../../clock/Clock.ts';
import type { SocketNamer } from '../SocketNamer.ts';
import type { RowOwner } from '../toSocketRow.ts';
import { endsOf } from './endsOf.ts';

export interface InquiryParts {
  /** SocketFinder is the real one. */
  readonly finder: {
    readonly knows: (cookie: string) => boolean;
    readonly find: (cookie: string) => FoundSocket | undefined;
  };
  /** ProcessTable is the real one. */
  readonly owners: {
    readonly ownerOf: (inode: number) => (SocketOwner & Pick<RowOwner, 'script'>) | undefined;
    readonly isSought: (inode: number) => boolean;
    readonly search: (wanted: ReadonlySet<number>, budgetMs: number) => unknown;
  };
  readonly readOptions: (socket: OpenSocket) => SocketOptionValues;
  readonly descriptorOf: (inode: number, pid: number) => string | undefined;
  /** Asked after a refusal. */
  readonly whyRefused: (use: ProcessUse) => Refusal;
  readonly namer: Pick<SocketNamer, keyof SocketNaming | 'refresh'>;
  readonly clock: Pick<Clock, 'monoMs' | 'wallMs'>;
}

/** A socket that was not asked for lately costs dumps of every kind: only so many in this time. */
const MOST_SEARCHES = 10;
const SEARCHES_MS = 10_000;
const OWNER_BUDGET_MS = 50;
const OWNER_SEARCH_EVERY_MS = 2000;
const COOKIE = /^([0-9a-f]{1,16}|inode:\d{1,10})$/;

/** Answers questions about one socket. Holds nothing of a socket but where the kernel finds it. */
export class SocketInquiry {
  readonly #parts: InquiryParts;
  #searchedMs: number[] = [];
  #ownerSearchedMs = Number.NEGATIVE_INFINITY;

  constructor(parts: InquiryParts) {
    this.#parts = parts;
  }

  /** Fails with a ProtocolError `bad-request`, `not-found` or `overloaded`, or with a KernelError. */
  answer(query: unknown): SocketDetail {
    const { cookie, options } = checked(query);
    this.#countSearch(cookie);
    const { finder, clock, namer } = this.#parts;
    namer.refresh();
    const found = finder.find(cookie);
    if (found === undefined) throw failure('not-found', 'there is no such socket any more.');
    const { inode, state, ...ends } = endsOf(found, namer.interfaceOf);
    const owner = this.#ownerOf(inode);
    return {
      timeMs: clock.wallMs(),
      kind: found.kind,
      cookie,
      inode,
      state,
      ...ends,
      pid: owner?.pid,
      process: owner?.name,
      script: owner?.script,
      sought: owner === undefined && this.#parts.owners.isSought(inode) ? true : undefined,
      fields: socketFieldsOf(found, namer),
      ...(options ? this.#options(owner, inode, cookie) : {}),
    };
  }

  #countSearch(cookie: string): void {
    const { finder, clock } = this.#parts;
    if (finder.knows(cookie)) return;
    const nowMs = clock.monoMs();
    this.#searchedMs = this.#searchedMs.filter((atMs) => nowMs - atMs < SEARCHES_MS);
    if (this.#searchedMs.length >= MOST_SEARCHES)
      throw failure('overloaded', `${MOST_SEARCHES} sockets were looked for in the last ${SEARCHES_MS / 1000} s.`);
    this.#searchedMs.push(nowMs);
  }

  /** Sockets that tables show have their process already. */
  #ownerOf(inode: number): ReturnType<InquiryParts['owners']['ownerOf']> {
    const { owners, clock } = this.#parts;
    const known = owners.ownerOf(inode);
    const nowMs = clock.monoMs();
    if (known !== undefined || inode === 0 || nowMs - this.#ownerSearchedMs < OWNER_SEARCH_EVERY_MS) return known;
    this.#ownerSearchedMs = nowMs;
    try {
      owners.search(new Set([inode]), OWNER_BUDGET_MS);
    } catch {
      // Without /proc there are no names.
    }
    return owners.ownerOf(inode);
  }

  #options(
    owner: SocketOwner | undefined,
    inode: number,
    cookie: string,
  ): Pick<SocketDetail, 'options' | 'optionsMissing'> {
    if (inode === 0) return { optionsMissing: { why: 'No process holds this socket: only the kernel does.' } };
    if (owner === undefined) return { optionsMissing: ownerUnknown(this.#parts.whyRefused('descriptors')) };
    const socket = { inode, cookie: cookie.startsWith('inode:') ? undefined : cookie, pid: owner.pid };
    try {
      return { options: this.#read({ ...socket, fd: Number(owner.fd) }) };
    } catch (cause) {
      if (!(cause instanceof KernelError)) throw cause;
      return { optionsMissing: missingBecauseOf(cause, this.#parts.whyRefused) };
    }
  }

  /** The number that was seen last may be another file by now: then the process is looked through once. */
  #read(socket: OpenSocket): SocketOptionValues {
    const { readOptions, descriptorOf } = this.#parts;
    try {
      return readOptions(socket);
    } catch (cause) {
      if (!(cause instanceof KernelError && cause.code === 'vanished')) throw cause;
      const fd = descriptorOf(socket.inode, socket.pid);
      if (fd === undefined) throw cause;
      return readOptions({ ...socket, fd: Number(fd) });
    }
  }
}

/** The process may be hidden, in another PID namespace, or gone since it was asked about. */
function ownerUnknown({ why, capability }: Refusal): Missing {
  const refused = capability === undefined ? '' : ` Processes may be hidden: ${why}`;
  return {
    why: `Options are read through the process that holds the socket, and this agent knows none.${refused}`,
    capability,
  };
}

function missingBecauseOf(error: KernelError, whyRefused: InquiryParts['whyRefused']): Missing {
  switch (error.code) {
    case 'permission': {
      const { why, capability } = whyRefused('options');
      return { why: `The kernel does not lend this agent a descriptor of that process. ${why}`, capability };
    }
    case 'unsupported':
      return { why: 'Reading the options of another process’s socket needs Linux 5.6 or newer.' };
    case 'vanished':
      return { why: 'Its process has closed it meanwhile, or has ended.' };
    default:
      return { why: error.message.slice(0, 400) };
  }
}

function checked(query: unknown): { readonly cookie: string; readonly options: boolean } {
  const { cookie, options } = (typeof query === 'object' && query !== null ? query : {}) as Record<string, unknown>;
  if (typeof cookie !== 'string' || !COOKIE.test(cookie))
    throw failure('bad-request', 'cookie must be the cookie of a socket, in hexadecimal digits.');
  return { cookie, options: options === true };
}

function failure(code: 'bad-request' | 'not-found' | 'overloaded', message: string): ProtocolError {
  return new ProtocolError(code, 'socket:query', message);
}
