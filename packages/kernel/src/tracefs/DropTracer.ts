import { readdirSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { KernelError, toKernelError } from '../KernelError.ts';
import { removeAbandonedTraces } from './abandonedInstances.ts';
import { instanceName, thisProcess } from './instanceName.ts';
import { type PageLayout, parseHeaderPage, walkPage } from './ringBuffer.ts';
import { TraceInstance } from './TraceInstance.ts';
import { type EnabledEvents, enableEvents, type TraceVisitor } from './traceEvents.ts';
import { findTracefs } from './tracefsPath.ts';

/** Memory of the ring buffers of all CPUs together, and the bounds for one CPU's. 128 KiB hold some 2,500 records. */
const ALL_BUFFERS_KB = 4096;
const BUFFER_KB = { least: 32, most: 128 };
/** A buffer that was full, and so may have refused records, gives at least this share of its size when it is read. */
const MAY_HAVE_BEEN_FULL = 0.5;

export interface DropTracerOptions {
  /** Default /sys. */
  readonly sysRoot?: string;
  /** Default /proc. */
  readonly procRoot?: string;
}

/** What one read brought. */
export interface TraceRead {
  readonly records: number;
  /** Refused by a full buffer since the read before. */
  readonly lost: number;
  /** Pages and records that contradict their format. */
  readonly damaged: number;
}

/**
 * Reads drops, full socket buffers and retransmissions of the whole machine while it is open, through a trace instance of its own.
 *
 * Records are taken in binary, from trace_pipe_raw of each CPU: making text of one costs the kernel more than all the rest. A read takes
 * about `most` records; what is more waits in the buffer, and what that has no room for is counted by the kernel and told as lost.
 */
export class DropTracer {
  /** Events that this kernel does not have. */
  readonly absent: readonly string[];
  /** Memory that the kernel holds for this, on all CPUs. */
  readonly bufferKb: number;
  /** Names of the drop reasons of this kernel; empty before 5.17. */
  readonly reasons: ReadonlyMap<number, string>;
  readonly #instance: TraceInstance;
  readonly #events: EnabledEvents;
  readonly #visitor: TraceVisitor;
  readonly #layout: PageLayout;
  readonly #bufferBytes: number;
  readonly #page: DataView<ArrayBuffer>;
  readonly #pageBytes: Uint8Array;
  readonly #lostBefore: number[];
  #firstCpu = 0;
  #records = 0;
  #damaged = 0;

  private constructor(instance: TraceInstance, facts: Facts) {
    this.#instance = instance;
    this.#events = facts.events;
    this.#visitor = facts.visitor;
    this.#layout = facts.layout;
    this.#bufferBytes = facts.bufferKb * 1024;
    this.#pageBytes = new Uint8Array(facts.layout.pageBytes);
    this.#page = new DataView(this.#pageBytes.buffer as ArrayBuffer);
    this.#lostBefore = instance.cpus.map(() => 0);
    this.bufferKb = facts.bufferKb * instance.cpus.length;
    this.absent = facts.events.absent;
    this.reasons = facts.events.reasons;
  }

  /**
   * Switches tracing on, after removing what agents that died left behind. Fails with a KernelError: `permission` where tracefs is not
   * for this user, `not-found` where it is not mounted, `unsupported` where the kernel has no tracing or none of the events.
   */
  static open(visitor: TraceVisitor, options: DropTracerOptions = {}): DropTracer {
    const { sysRoot = '/sys', procRoot = '/proc' } = options;
    const tracefs = findTracefs(sysRoot);
    if (endianness() !== 'LE')
      throw new KernelError({ code: 'unsupported', operation: 'open', path: tracefs, detail: 'a big-endian machine' });
    removeAbandonedTraces(sysRoot, procRoot);
    const cpus = readdirSync(join(tracefs, 'per_cpu')).length;
    const bufferKb = Math.min(BUFFER_KB.most, Math.max(BUFFER_KB.least, Math.floor(ALL_BUFFERS_KB / cpus)));
    const path = join(tracefs, 'instances', instanceName(thisProcess(procRoot)));
    const instance = TraceInstance.make(path, bufferKb);
    try {
      const layout = parseHeaderPage(instance.read('events/header_page'));
      const events = enableEvents(instance, visitor);
      return new DropTracer(instance, { visitor, layout, events, bufferKb });
    } catch (cause) {
      instance.remove();
      throw toKernelError(cause, 'open', path);
    }
  }

  /** Hands the visitor what was recorded since the last read. Fails with a KernelError. */
  read(most: number): TraceRead {
    const cpus = this.#lostBefore.length;
    this.#records = 0;
    this.#damaged = 0;
    let lost = 0;
    for (let step = 0; step < cpus; step++) lost += this.#readCpu((this.#firstCpu + step) % cpus, most);
    // Another CPU comes first each time, so that none waits for ever behind one that fills a read by itself.
    this.#firstCpu = (this.#firstCpu + 1) % Math.max(1, cpus);
    return { records: this.#records, lost, damaged: this.#damaged };
  }

  /** Ends tracing and takes the instance away. Fails with a KernelError when the kernel keeps it. */
  close(): void {
    this.#instance.remove();
  }

  #readCpu(cpu: number, most: number): number {
    const before = this.#records;
    let bytes = 0;
    let emptied = false;
    while (!emptied && this.#records < most) {
      const length = this.#instance.takePage(cpu, this.#pageBytes);
      emptied = length === 0;
      bytes += length;
      if (length > 0 && !walkPage(this.#page, length, { layout: this.#layout, visit: this.#visit })) this.#damaged++;
    }
    const lost = emptied && bytes < this.#bufferBytes * MAY_HAVE_BEEN_FULL ? 0 : this.#newlyLost(cpu);
    const read = this.#records - before;
    if (read > 0 || lost > 0) this.#visitor.endCpu(read, lost);
    return lost;
  }

  readonly #visit = (page: DataView, at: number, size: number): void => {
    const handler = size < 2 ? undefined : this.#events.handlers.get(page.getUint16(at, true));
    if (handler === undefined || size < handler.bytes) {
      this.#damaged++;
      return;
    }
    this.#records++;
    handler.handle(page, at);
  };

  #newlyLost(cpu: number): number {
    const { dropped, overrun } = this.#instance.stats(cpu);
    const total = dropped + overrun;
    const lost = Math.max(0, total - (this.#lostBefore[cpu] ?? 0));
    this.#lostBefore[cpu] = total;
    return lost;
  }
}

interface Facts {
  readonly visitor: TraceVisitor;
  readonly layout: PageLayout;
  readonly events: EnabledEvents;
  readonly bufferKb: number;
}
