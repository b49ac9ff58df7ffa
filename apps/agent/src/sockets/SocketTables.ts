import { STATE_NUMBER } from '@netstrata/kernel';
import { HUNG_TIMEOUTS, type SocketRow } from '@netstrata/metrics';
import { AcceptWaits } from './AcceptWaits.ts';
import type { SocketView } from './SocketView.ts';
import { TopRows } from './TopRows.ts';
import { toSocketRow } from './toSocketRow.ts';

/** The tables of a SocketsReport. */
export interface ReportTables {
  readonly fullest: readonly SocketRow[];
  readonly listeners: readonly SocketRow[];
  readonly udp: readonly SocketRow[];
  readonly senders: readonly SocketRow[];
  readonly receivers: readonly SocketRow[];
  readonly stuck: readonly SocketRow[];
}

/** Below it no receive buffer is worth a word: most hosts then send an empty list. */
const FAST_BYTES_PER_SECOND = 500_000;

const ESTABLISHED = STATE_NUMBER.established;

/** Picks the sockets of a dump that a report names; only these become rows, each once. */
export class SocketTables {
  readonly #fullest = new TopRows<SocketRow>(50);
  readonly #listeners = new TopRows<SocketRow>(200);
  readonly #udp = new TopRows<SocketRow>(50);
  readonly #senders = new TopRows<SocketRow>(50);
  readonly #receivers = new TopRows<SocketRow>(20);
  readonly #stuck = new TopRows<SocketRow>(20);
  readonly #waits = new AcceptWaits();
  #leastFill = 0;
  /** The row of the socket at hand, once it has one. */
  #row: SocketRow | undefined;

  /** Begins a dump. Sockets less full than `leastFill` are not among the fullest, however few those are. */
  begin(leastFill: number): void {
    this.#leastFill = leastFill;
    const tables = [
      this.#fullest,
      this.#listeners,
      this.#udp,
      this.#senders,
      this.#receivers,
      this.#stuck,
      this.#waits,
    ];
    for (const table of tables) table.clear();
  }

  add(view: SocketView): void {
    this.#row = undefined;
    const { fill } = view;
    this.#waits.add(view);
    if (fill >= this.#leastFill) this.#offer(this.#fullest, fill, view);
    if (view.protocol === 'udp') this.#addUdp(view, fill);
    else if (view.isListener) this.#offer(this.#listeners, fill, view);
    else if (view.cursor.state === ESTABLISHED) this.#addStream(view);
  }

  tables(): ReportTables {
    const listeners = this.#listeners.sorted();
    return {
      fullest: this.#waits.withWaits(this.#fullest.sorted(), listeners),
      listeners: this.#waits.withWaits(listeners, listeners),
      udp: this.#udp.sorted(),
      senders: this.#senders.sorted(),
      receivers: this.#receivers.sorted(),
      stuck: this.#stuck.sorted(),
    };
  }

  /** Most drops first; among those with as many, the fullest. */
  #addUdp(view: SocketView, fill: number): void {
    const drops = Number.isNaN(view.cursor.drops) ? 0 : view.cursor.drops;
    if (drops > 0 || view.cursor.rmemAlloc > 0) this.#offer(this.#udp, drops + fill / 1000, view);
  }

  #addStream(view: SocketView): void {
    const { txBytesPerSecond, rxBytesPerSecond, unanswered } = view;
    if (txBytesPerSecond > 0) this.#offer(this.#senders, txBytesPerSecond, view);
    if (unanswered >= HUNG_TIMEOUTS) this.#offer(this.#stuck, unanswered, view);
    if (rxBytesPerSecond >= FAST_BYTES_PER_SECOND) this.#offer(this.#receivers, rxBytesPerSecond, view);
  }

  #offer(table: TopRows<SocketRow>, score: number, view: SocketView): void {
    if (!table.admits(score)) return;
    this.#row ??= toSocketRow(view);
    table.add(score, this.#row);
  }
}
