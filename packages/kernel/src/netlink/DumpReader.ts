import { errnoName } from '../errnoName.ts';
import { KernelError, type KernelErrorCode } from '../KernelError.ts';
import type { DiagBuffer } from './DiagBuffer.ts';
import { refusalText } from './refusalText.ts';
import { NLM_F_DUMP_INTR, NLMSG_DONE, NLMSG_ERROR, NLMSG_HEADER_BYTES, NLMSG_NOOP, NLMSG_OVERRUN } from './wire.ts';

/** How a netlink dump went, whatever it listed. */
export interface DumpHealth {
  /** The kernel's tables changed under the dump, or part of it was lost: entries may be missing. */
  interrupted: boolean;
  /** Messages that made no sense in whole (not shown) or in their last attributes (shown without them). */
  damaged: number;
  /** Messages of another request, left over or forged; not looked at. */
  foreign: number;
}

/** The request whose answers count, and what an error calls it. */
export interface ExpectedAnswer {
  readonly seq: number;
  readonly port: number;
  readonly path: string;
  /** It asks for one entry, or sets it: an acknowledgement ends the answer. */
  readonly acknowledged?: boolean | undefined;
  /** What an error calls it: `set`. */
  readonly operation?: string | undefined;
}

const CODES: Readonly<Record<string, KernelErrorCode>> = {
  ENOENT: 'unsupported',
  EOPNOTSUPP: 'unsupported',
  EPROTONOSUPPORT: 'unsupported',
  EPERM: 'permission',
  EACCES: 'permission',
  ENODEV: 'vanished',
};

/**
 * Reads datagrams of a netlink dump in place, of any family. Knows nothing of system calls: whatever bytes are in the buffer, it
 * ends, shows only messages that the bytes hold, and fails with nothing but a KernelError (or the visitor's own error).
 */
export abstract class DumpReader<Result extends DumpHealth, Visit> {
  protected readonly buffer: DiagBuffer;
  readonly #empty: () => Result;
  #seq = 0;
  #port = 0;
  #path = '';
  #acknowledged = false;
  #operation = 'dump';
  #result: Result;

  constructor(buffer: DiagBuffer, empty: () => Result) {
    this.buffer = buffer;
    this.#empty = empty;
    this.#result = empty();
  }

  /** Whether messages of this type are what the dump lists. */
  protected abstract isEntry(type: number): boolean;
  /** Reads such a message, whose payload stands from byte `at` to before `end`. */
  protected abstract readEntry(at: number, end: number, visit: Visit): void;

  /** Begins a dump: only answers to this request count. */
  begin({ seq, port, path, acknowledged = false, operation }: ExpectedAnswer): void {
    this.#seq = seq;
    this.#port = port;
    this.#path = path;
    this.#acknowledged = acknowledged;
    this.#operation = operation ?? (acknowledged ? 'get' : 'dump');
    this.#result = this.#empty();
  }

  get result(): Result {
    return this.#result;
  }

  /** Reads one datagram of `length` bytes. True when it ended the dump. */
  readDatagram(length: number, visit: Visit): boolean {
    const { words } = this.buffer;
    let at = 0;
    while (at < length) {
      const size = at + NLMSG_HEADER_BYTES <= length ? (words[at >> 2] ?? 0) : 0;
      if (size < NLMSG_HEADER_BYTES || at + size > length) throw this.#malformed(`a message of ${size} bytes at ${at}`);
      if (this.#readMessage(at, at + size, visit)) return true;
      at += (size + 3) & ~3;
    }
    return false;
  }

  #readMessage(at: number, end: number, visit: Visit): boolean {
    const { words } = this.buffer;
    const word = at >> 2;
    if (words[word + 2] !== this.#seq || words[word + 3] !== this.#port) {
      this.#result.foreign++;
      return false;
    }
    const kind = words[word + 1] ?? 0;
    if (((kind >>> 16) & NLM_F_DUMP_INTR) !== 0) this.#result.interrupted = true;
    const type = kind & 0xffff;
    switch (type) {
      case NLMSG_DONE:
        this.#throwIfRefused(at, end);
        return true;
      case NLMSG_ERROR:
        this.#throwIfRefused(at, end);
        return this.#acknowledged;
      case NLMSG_OVERRUN:
        this.#result.interrupted = true;
        return false;
      case NLMSG_NOOP:
        return false;
      default:
        if (this.isEntry(type)) this.readEntry(at + NLMSG_HEADER_BYTES, end, visit);
        else this.#result.damaged++;
        return false;
    }
  }

  /** NLMSG_ERROR and NLMSG_DONE carry a negative errno, or 0 (an acknowledgement) or, for DONE, any number that is not negative. */
  #throwIfRefused(at: number, end: number): void {
    const payload = at + NLMSG_HEADER_BYTES;
    if (payload + 4 > end) throw this.#malformed('an answer without its error number');
    const number = -((this.buffer.words[payload >> 2] ?? 0) | 0);
    if (number <= 0) return;
    const name = errnoName(number);
    const text = refusalText(this.buffer, at, end);
    throw this.#error(CODES[name] ?? 'rejected', text === undefined ? name : `${name}: ${text}`);
  }

  #malformed(detail: string): KernelError {
    return this.#error('malformed', detail);
  }

  #error(code: KernelErrorCode, detail: string): KernelError {
    return new KernelError({ code, operation: this.#operation, path: this.#path, detail });
  }
}
