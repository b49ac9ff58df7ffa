import type { ChurnRow, ClosedSocketsRow } from '@netstrata/metrics';
import { LogHistogram } from '../sockets/LogHistogram.ts';
import type { ClosedSocket } from './ClosedSocket.ts';

/** How listening goes: the part of a row that is not about sockets. */
export type ChurnState = Pick<ChurnRow, 'shortLimitMs' | 'lost' | 'overruns' | 'roomEvents' | 'drainMs'>;

const zero = () => ({
  connections: 0,
  failed: 0,
  receivedBytes: 0,
  ackedBytes: 0,
  sentBytes: 0,
  retransBytes: 0,
  retransmitted: 0,
  unfinished: 0,
  retransmitting: 0,
});

/** Sums over all closed sockets since the start. A sum of something this kernel does not have is NaN. */
export class ChurnTotals {
  readonly #sums = zero();
  readonly #rtt = new LogHistogram();
  /** tcp 4, tcp 6, udp 4, udp 6 */
  readonly #closed = new Float64Array(4);
  /** From the second dump on. */
  #short = 0;
  #unseenReceived = 0;
  #unseenAcked = 0;
  /** At the tick before. */
  #sentBefore = 0;
  #retransBefore = 0;

  add(socket: ClosedSocket): void {
    const { kind } = socket;
    if (kind === 'failed') this.#sums.failed++;
    if (kind === 'failed' || kind === 'unconnected') return;
    const at = (kind === 'udp' ? 2 : 0) + (socket.cursor.family === 6 ? 1 : 0);
    this.#closed[at] = (this.#closed[at] as number) + 1;
    if (kind === 'connection') this.#addConnection(socket);
  }

  /** The row of one tick. */
  row(state: ChurnState): ChurnRow {
    const { sentBytes, retransBytes } = this.#sums;
    const sent = sentBytes - this.#sentBefore;
    const retransShare = sent > 0 ? (retransBytes - this.#retransBefore) / sent : undefined;
    this.#sentBefore = sentBytes;
    this.#retransBefore = retransBytes;
    const knowsDumps = state.shortLimitMs !== undefined;
    const row = {
      ...this.#sums,
      ...state,
      short: knowsDumps ? this.#short : undefined,
      unseenReceivedBytes: knowsDumps ? this.#unseenReceived : undefined,
      unseenAckedBytes: knowsDumps ? this.#unseenAcked : undefined,
      retransShare,
      rttMedianUs: this.#rtt.quantile(0.5),
      rttP95Us: this.#rtt.quantile(0.95),
    };
    this.#rtt.clear();
    return row;
  }

  closedRows(): ClosedSocketsRow[] {
    return (['tcp', 'udp'] as const).flatMap((protocol, high) =>
      (['ipv4', 'ipv6'] as const).map((family, low) => ({
        protocol,
        family,
        closed: this.#closed[high * 2 + low] as number,
      })),
    );
  }

  #addConnection(socket: ClosedSocket): void {
    const sums = this.#sums;
    const { retransBytes, rttUs } = socket;
    sums.connections++;
    sums.receivedBytes += socket.receivedBytes;
    sums.ackedBytes += socket.ackedBytes;
    sums.sentBytes += socket.sentBytes;
    sums.retransBytes += retransBytes;
    if (retransBytes > 0) sums.retransmitted++;
    if (socket.isUnfinished) sums.unfinished++;
    if (socket.isRetransmitting) sums.retransmitting++;
    if (socket.isShort === true) this.#short++;
    if (socket.delta.known) {
      this.#unseenReceived += socket.delta.rxBytes;
      this.#unseenAcked += socket.delta.txBytes;
    }
    if (rttUs > 0) this.#rtt.add(rttUs);
  }
}
