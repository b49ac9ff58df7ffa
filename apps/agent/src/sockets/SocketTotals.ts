import { type InetDiagCursor, SOCKET_STATES, STATE_NUMBER, TCP_INFO_U32 } from '@netstrata/kernel';
import { HUNG_TIMEOUTS, type SocketFillRow, type SocketStateRow, type SocketSummaryRow } from '@netstrata/metrics';
import type { SocketView } from './SocketView.ts';
import { TcpDistributions } from './TcpDistributions.ts';

/** How the dump itself went: the part of a summary that is not a sum. */
export interface DumpCost {
  readonly dumpMs: number;
  readonly dumpIntervalMs: number | undefined;
}

const BUCKETS = 10;
const BUCKET_NAMES = Array.from({ length: BUCKETS }, (_, n) => `${n * 10}-${n * 10 + 10}`);
const UDP_STATES = [STATE_NUMBER.established, STATE_NUMBER.close];
const TCP_STATES = SOCKET_STATES.flatMap((name, number) => (name === undefined ? [] : [number]));
const ESTABLISHED = STATE_NUMBER.established;
/** What the kernel itself waits by default before it asks whether a silent peer still lives. */
const SILENT_MS = 7_200_000;

/** The numbers that only ever add up or rise while a dump goes by. */
const zero = () => ({
  tcpSockets: 0,
  udpSockets: 0,
  listeners: 0,
  tcpRmemAllocBytes: 0,
  tcpRcvbufBytes: 0,
  tcpWmemQueuedBytes: 0,
  tcpSndbufBytes: 0,
  udpRmemAllocBytes: 0,
  udpRcvbufBytes: 0,
  udpDrops: 0,
  recvQBytes: 0,
  sendQBytes: 0,
  notsentBytes: 0,
  acceptQueueLen: 0,
  acceptQueueBacklog: 0,
  appLimitedSockets: 0,
  silentSockets: 0,
  unansweredSockets: 0,
  busySockets: 0,
});

/**
 * Sums over all sockets of one dump. Memory is what the kernel counts, truesize; sockets without it (time-wait and syn-recv) add
 * nothing. A sum of something this kernel does not have is NaN.
 */
export class SocketTotals {
  readonly connections = new TcpDistributions();
  readonly #tcpStates = new Uint32Array(SOCKET_STATES.length);
  readonly #udpStates = new Uint32Array(SOCKET_STATES.length);
  readonly #fills = {
    tcp: { receive: new Uint32Array(BUCKETS), send: new Uint32Array(BUCKETS) },
    udp: { receive: new Uint32Array(BUCKETS), send: new Uint32Array(BUCKETS) },
  };
  #sums = zero();
  #recvMaxFill = Number.NaN;
  #sendMaxFill = Number.NaN;
  #udpRecvMaxFill = Number.NaN;
  #acceptMaxFill = Number.NaN;
  #acceptMaxLen = Number.NaN;
  #acceptMaxBacklog = Number.NaN;
  #busyUs = 0;
  #rwndUs = 0;
  #sndbufUs = 0;
  #anyDelta = false;

  clear(): void {
    this.#sums = zero();
    this.connections.clear();
    this.#tcpStates.fill(0);
    this.#udpStates.fill(0);
    for (const sides of [this.#fills.tcp, this.#fills.udp]) {
      sides.receive.fill(0);
      sides.send.fill(0);
    }
    this.#recvMaxFill = this.#sendMaxFill = this.#udpRecvMaxFill = Number.NaN;
    this.#acceptMaxFill = this.#acceptMaxLen = this.#acceptMaxBacklog = Number.NaN;
    this.#busyUs = this.#rwndUs = this.#sndbufUs = 0;
    this.#anyDelta = false;
  }

  get sockets(): number {
    return this.#sums.tcpSockets + this.#sums.udpSockets;
  }

  add(view: SocketView): void {
    if (view.protocol === 'udp') this.#addUdp(view);
    else this.#addTcp(view);
  }

  summary({ dumpMs, dumpIntervalMs }: DumpCost): SocketSummaryRow {
    const hasTimes = this.#anyDelta && this.#busyUs > 0;
    return {
      ...this.#sums,
      busySockets: dumpIntervalMs === undefined ? Number.NaN : this.#sums.busySockets,
      acceptQueueMaxFill: known(this.#acceptMaxFill),
      acceptQueueMaxLen: known(this.#acceptMaxLen),
      acceptQueueMaxBacklog: known(this.#acceptMaxBacklog),
      recvMaxFill: known(this.#recvMaxFill),
      sendMaxFill: known(this.#sendMaxFill),
      udpRecvMaxFill: known(this.#udpRecvMaxFill),
      rwndLimitedShare: hasTimes ? known(Math.min(1, this.#rwndUs / this.#busyUs)) : undefined,
      sndbufLimitedShare: hasTimes ? known(Math.min(1, this.#sndbufUs / this.#busyUs)) : undefined,
      ...this.connections.quantiles(),
      dumpMs,
      dumpIntervalMs,
    };
  }

  states(): SocketStateRow[] {
    const rows = (protocol: 'tcp' | 'udp', numbers: readonly number[], counts: Uint32Array): SocketStateRow[] =>
      numbers.map((number) => ({ protocol, state: SOCKET_STATES[number] ?? 'close', sockets: counts[number] ?? 0 }));
    return [...rows('tcp', TCP_STATES, this.#tcpStates), ...rows('udp', UDP_STATES, this.#udpStates)];
  }

  fill(): SocketFillRow[] {
    return (['tcp', 'udp'] as const).flatMap((protocol) =>
      (['receive', 'send'] as const).flatMap((side) =>
        BUCKET_NAMES.map((fill, at) => ({ protocol, side, fill, sockets: this.#fills[protocol][side][at] ?? 0 })),
      ),
    );
  }

  #addUdp(view: SocketView): void {
    const { cursor } = view;
    const sums = this.#sums;
    sums.udpSockets++;
    this.#udpStates[cursor.state] = (this.#udpStates[cursor.state] ?? 0) + 1;
    sums.recvQBytes += cursor.recvQ;
    sums.sendQBytes += cursor.sendQ;
    if (!cursor.hasSkmem) return;
    sums.udpRmemAllocBytes += cursor.rmemAlloc;
    sums.udpRcvbufBytes += cursor.rcvbuf;
    sums.udpDrops += cursor.drops;
    const receive = view.receiveFill;
    this.#udpRecvMaxFill = larger(this.#udpRecvMaxFill, receive);
    this.#addFills(this.#fills.udp, receive, view.sendFill);
  }

  #addTcp(view: SocketView): void {
    const { cursor } = view;
    const { state } = cursor;
    const sums = this.#sums;
    sums.tcpSockets++;
    this.#tcpStates[state] = (this.#tcpStates[state] ?? 0) + 1;
    if (cursor.hasSkmem) {
      sums.tcpRmemAllocBytes += cursor.rmemAlloc;
      sums.tcpRcvbufBytes += cursor.rcvbuf;
      sums.tcpWmemQueuedBytes += cursor.wmemQueued;
      sums.tcpSndbufBytes += cursor.sndbuf;
      if (!view.isListener) this.#addFills(this.#fills.tcp, view.receiveFill, view.sendFill);
    }
    if (view.isListener) {
      this.#addListener(view);
      return;
    }
    sums.recvQBytes += cursor.recvQ;
    sums.sendQBytes += cursor.sendQ;
    if (cursor.tcpInfoBytes === 0) return;
    sums.notsentBytes += cursor.tcpInfo32(TCP_INFO_U32.notsentBytes);
    this.#addTimes(view);
    if (state !== ESTABLISHED) return;
    if (cursor.deliveryRateAppLimited) sums.appLimitedSockets++;
    if (isSilent(cursor)) sums.silentSockets++;
    if (view.unanswered >= HUNG_TIMEOUTS) sums.unansweredSockets++;
    this.connections.add(view);
  }

  #addListener(view: SocketView): void {
    const sums = this.#sums;
    sums.listeners++;
    sums.acceptQueueLen += view.recvQ;
    sums.acceptQueueBacklog += view.sendQ;
    const fill = view.acceptFill;
    if (fill <= this.#acceptMaxFill) return;
    this.#acceptMaxFill = fill;
    this.#acceptMaxLen = view.recvQ;
    this.#acceptMaxBacklog = view.sendQ;
  }

  #addTimes(view: SocketView): void {
    const { busyUs } = view;
    if (!(busyUs > 0)) return;
    this.#anyDelta = true;
    this.#sums.busySockets++;
    this.#busyUs += busyUs;
    this.#rwndUs += view.rwndLimitedUs;
    this.#sndbufUs += view.sndbufLimitedUs;
  }

  #addFills(sides: { readonly receive: Uint32Array; readonly send: Uint32Array }, receive: number, send: number): void {
    this.#recvMaxFill = larger(this.#recvMaxFill, receive);
    this.#sendMaxFill = larger(this.#sendMaxFill, send);
    count(sides.receive, receive);
    count(sides.send, send);
  }
}

function count(buckets: Uint32Array, fill: number): void {
  if (Number.isNaN(fill)) return;
  const at = Math.min(BUCKETS - 1, Math.floor(fill * BUCKETS));
  buckets[at] = (buckets[at] as number) + 1;
}

function larger(a: number, b: number): number {
  return b > a || Number.isNaN(a) ? b : a;
}

/** Nothing came or went for two hours, and no timer runs that would notice a peer that is gone. */
function isSilent(cursor: InetDiagCursor): boolean {
  const isOld = (offset: number) => cursor.tcpInfo32(offset) >= SILENT_MS;
  return cursor.timer === 0 && isOld(TCP_INFO_U32.lastDataRecvMs) && isOld(TCP_INFO_U32.lastDataSentMs);
}

function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
