import { InetSocketStore } from '@netstrata/kernel';
import type { OtherSocketRow } from '@netstrata/metrics';
import { emptyDelta } from '../PreviousSockets.ts';
import type { SocketObserver } from '../SocketDumper.ts';
import { SocketView } from '../SocketView.ts';

const FIRST_SOCKETS = 1024;
const CHANGES = 5;
/** More than any cookie of a socket. */
const OTHERS_FROM = 2 ** 50;

/** All sockets of one dump, kept to be looked at in any order until the next one. Numbers from 0: TCP and UDP first, then the others. */
export class SocketSnapshot implements SocketObserver {
  readonly #store = new InetSocketStore();
  readonly #view = new SocketView();
  readonly #delta = emptyDelta();
  /** busy, rwnd, sndbuf, sent, received; NaN first where unknown. */
  #changes = new Float64Array(FIRST_SOCKETS * CHANGES);
  #cookies = new Float64Array(FIRST_SOCKETS);
  #tcp = 0;
  #others: readonly OtherSocketRow[] = [];
  #isComplete = false;
  #version = 0;

  /** False while there is none, or after a dump that failed. */
  get isComplete(): boolean {
    return this.#isComplete;
  }
  /** Another with each dump. */
  get version(): number {
    return this.#version;
  }
  get inetLength(): number {
    return this.#store.length;
  }
  get length(): number {
    return this.#store.length + this.#others.length;
  }

  beginDump(): void {
    this.#isComplete = false;
    this.#version++;
    this.#store.clear();
    this.#tcp = 0;
    this.#others = [];
  }

  add(view: SocketView): void {
    const at = this.#store.length;
    if (!this.#store.add(view.cursor)) return;
    if (at === this.#cookies.length) this.#grow();
    this.#cookies[at] = view.cursor.cookieKey;
    if (view.protocol === 'tcp') this.#tcp++;
    const { changes } = view;
    const to = at * CHANGES;
    this.#view.begin(view.intervalMs);
    this.#changes[to] = changes.known ? changes.busyUs : Number.NaN;
    this.#changes[to + 1] = changes.rwndUs;
    this.#changes[to + 2] = changes.sndbufUs;
    this.#changes[to + 3] = changes.txBytes;
    this.#changes[to + 4] = changes.rxBytes;
  }

  endDump(): void {
    this.#isComplete = true;
  }

  /** After the dump: those that are neither TCP nor UDP. */
  addOthers(rows: readonly OtherSocketRow[]): void {
    this.#others = rows;
    this.#version++;
  }

  /** Gives the memory back. */
  release(): void {
    if (this.#store.length === 0 && this.#others.length === 0) return;
    this.beginDump();
    this.#store.release();
    this.#changes = new Float64Array(FIRST_SOCKETS * CHANGES);
    this.#cookies = new Float64Array(FIRST_SOCKETS);
  }

  /** A TCP or UDP socket, until the next look. */
  viewAt(index: number): SocketView {
    const delta = this.#delta;
    const from = index * CHANGES;
    delta.busyUs = this.#changes[from] as number;
    delta.known = !Number.isNaN(delta.busyUs);
    delta.rwndUs = this.#changes[from + 1] as number;
    delta.sndbufUs = this.#changes[from + 2] as number;
    delta.txBytes = this.#changes[from + 3] as number;
    delta.rxBytes = this.#changes[from + 4] as number;
    this.#view.moveBack(this.#store.at(index), index < this.#tcp ? 'tcp' : 'udp', delta);
    return this.#view;
  }

  otherAt(index: number): OtherSocketRow {
    return this.#others[index - this.#store.length] as OtherSocketRow;
  }

  /** A number by which sockets that are equal keep their order: TCP and UDP first, the older one before the younger. */
  orderOf(index: number): number {
    if (index < this.#store.length) return this.#cookies[index] as number;
    const { cookie, inode } = this.otherAt(index);
    return OTHERS_FROM + (cookie.startsWith('inode:') ? inode : Number.parseInt(cookie, 16));
  }

  inodeAt(index: number): number {
    return index < this.#store.length ? this.#store.at(index).inode : this.otherAt(index).inode;
  }

  #grow(): void {
    const changes = new Float64Array(this.#changes.length * 2);
    const cookies = new Float64Array(this.#cookies.length * 2);
    changes.set(this.#changes);
    cookies.set(this.#cookies);
    this.#changes = changes;
    this.#cookies = cookies;
  }
}
