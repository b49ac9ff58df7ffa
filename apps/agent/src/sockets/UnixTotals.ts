import { SOCKET_STATES, STATE_NUMBER, UNIX_SOCKET_TYPE_NUMBER, type UnixDiagCursor } from '@netstrata/kernel';
import type { UnixStateRow, UnixSummaryRow } from '@netstrata/metrics';

const { listen: LISTEN, established, close } = STATE_NUMBER;
const { stream, dgram, seqpacket } = UNIX_SOCKET_TYPE_NUMBER;
const STATES = SOCKET_STATES.length;
/** What a socket can be: a datagram socket never listens. */
const ROWS = [
  { type: 'stream', number: stream, states: [established, LISTEN, close] },
  { type: 'dgram', number: dgram, states: [established, close] },
  { type: 'seqpacket', number: seqpacket, states: [established, LISTEN, close] },
] as const;

interface SendMemory {
  wmemAllocBytes: number;
  sndbufBytes: number;
  maxFill: number;
}
const noMemory = (): SendMemory => ({ wmemAllocBytes: 0, sndbufBytes: 0, maxFill: Number.NaN });

/**
 * Sums over all Unix sockets of one dump, from the cursor alone: nothing is kept of a socket. A sum of something this kernel
 * does not send is NaN.
 */
export class UnixTotals {
  readonly #counts = new Uint32Array((seqpacket + 1) * STATES);
  #sockets = 0;
  #listeners = 0;
  #acceptLen = 0;
  #acceptBacklog = 0;
  #acceptMaxFill = Number.NaN;
  #acceptMaxLen = Number.NaN;
  #acceptMaxBacklog = Number.NaN;
  #recvQBytes = 0;
  #dgramUnread = 0;
  #stream = noMemory();
  #dgram = noMemory();

  clear(): void {
    this.#counts.fill(0);
    this.#sockets = this.#listeners = this.#acceptLen = this.#acceptBacklog = 0;
    this.#acceptMaxFill = this.#acceptMaxLen = this.#acceptMaxBacklog = Number.NaN;
    this.#recvQBytes = this.#dgramUnread = 0;
    this.#stream = noMemory();
    this.#dgram = noMemory();
  }

  add(cursor: UnixDiagCursor): void {
    const { type, state, recvQ } = cursor;
    const place = type * STATES + state;
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    this.#sockets++;
    if (state === LISTEN) {
      this.#addListener(recvQ, cursor.sendQ);
      return;
    }
    if (type === dgram) {
      if (!(recvQ === 0)) this.#dgramUnread += Number.isNaN(recvQ) ? Number.NaN : 1;
      addMemory(this.#dgram, cursor);
    } else {
      this.#recvQBytes += recvQ;
      addMemory(this.#stream, cursor);
    }
  }

  summary(dumpMs: number): UnixSummaryRow {
    return {
      sockets: this.#sockets,
      listeners: this.#listeners,
      acceptQueueLen: this.#acceptLen,
      acceptQueueBacklog: this.#acceptBacklog,
      acceptQueueMaxFill: known(this.#acceptMaxFill),
      acceptQueueMaxLen: known(this.#acceptMaxLen),
      acceptQueueMaxBacklog: known(this.#acceptMaxBacklog),
      recvQBytes: this.#recvQBytes,
      dgramUnreadSockets: this.#dgramUnread,
      streamWmemAllocBytes: this.#stream.wmemAllocBytes,
      streamSndbufBytes: this.#stream.sndbufBytes,
      streamSendMaxFill: known(this.#stream.maxFill),
      dgramWmemAllocBytes: this.#dgram.wmemAllocBytes,
      dgramSndbufBytes: this.#dgram.sndbufBytes,
      dgramSendMaxFill: known(this.#dgram.maxFill),
      dumpMs,
    };
  }

  states(): UnixStateRow[] {
    return ROWS.flatMap(({ type, number, states }) =>
      states.map((state) => ({
        type,
        state: SOCKET_STATES[state] ?? 'close',
        sockets: this.#counts[number * STATES + state] ?? 0,
      })),
    );
  }

  /** A backlog of 0 is a real one: it lets in a single connection. */
  #addListener(waiting: number, backlog: number): void {
    this.#listeners++;
    this.#acceptLen += waiting;
    this.#acceptBacklog += backlog;
    const fill = waiting / Math.max(1, backlog);
    if (!(fill > this.#acceptMaxFill || (Number.isNaN(this.#acceptMaxFill) && !Number.isNaN(fill)))) return;
    this.#acceptMaxFill = fill;
    this.#acceptMaxLen = waiting;
    this.#acceptMaxBacklog = backlog;
  }
}

function addMemory(memory: SendMemory, { wmemAlloc, sndbuf }: UnixDiagCursor): void {
  memory.wmemAllocBytes += wmemAlloc;
  memory.sndbufBytes += sndbuf;
  const fill = wmemAlloc / sndbuf;
  if (fill > memory.maxFill || (Number.isNaN(memory.maxFill) && sndbuf > 0)) memory.maxFill = fill;
}

function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
