import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { errnoName } from '../errnoName.ts';
import { KernelError, toKernelError } from '../KernelError.ts';
import { errno, read } from '../libc.ts';
import { type BufferStats, parseBufferStats } from './ringBuffer.ts';

interface CpuBuffer {
  readonly cpu: number;
  readonly fd: number;
  readonly statsPath: string;
}

/**
 * A trace instance of our own: a ring buffer for each CPU and a set of events apart from those of everybody else on the machine.
 *
 * It may outlive its maker, so it is made to stop by itself: `free_buffer` is held open, whose close, also by SIGKILL, shrinks
 * the buffers to a page and, with the option disable_on_free, ends tracing. What is then left is an idle folder, which
 * removeAbandoned() takes away. While a descriptor is open the kernel refuses to remove the instance, whoever asks.
 *
 * Every call returns at once or in a few milliseconds and is synchronous, so that no end of the agent comes between two of them.
 *
 * The buffer is not overwritten: when it is full the kernel refuses new records, the cheapest it can do, and counts them.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/Documentation/trace/ftrace.rst?h=v6.18
 */
export class TraceInstance {
  readonly path: string;
  readonly #fds: number[] = [];
  #cpus: readonly CpuBuffer[] = [];

  private constructor(path: string) {
    this.path = path;
  }

  /** `bufferKb`: of each CPU. Fails with a KernelError, and has then left nothing behind. */
  static make(path: string, bufferKb: number): TraceInstance {
    try {
      mkdirSync(path);
    } catch (cause) {
      throw toKernelError(cause, 'make', path);
    }
    const instance = new TraceInstance(path);
    try {
      instance.#fds.push(openSync(join(path, 'free_buffer'), 'w'));
      instance.write('options/disable_on_free', '1');
      instance.write('options/overwrite', '0');
      instance.write('buffer_size_kb', String(bufferKb));
      instance.#cpus = instance.#openCpus();
      return instance;
    } catch (cause) {
      instance.remove();
      throw toKernelError(cause, 'make', path);
    }
  }

  /** The CPUs, in the order of their buffers. */
  get cpus(): readonly number[] {
    return this.#cpus.map(({ cpu }) => cpu);
  }

  write(file: string, text: string): void {
    const path = join(this.path, file);
    try {
      writeFileSync(path, text);
    } catch (cause) {
      throw toKernelError(cause, 'write', path);
    }
  }

  read(file: string): string {
    const path = join(this.path, file);
    try {
      return readFileSync(path, 'utf8');
    } catch (cause) {
      throw toKernelError(cause, 'read', path);
    }
  }

  /** Takes the next page of a CPU's buffer out of it: its length, 0 when there is none. Does not wait. */
  takePage(cpu: number, page: Uint8Array): number {
    const buffer = this.#cpus[cpu];
    if (buffer === undefined) return 0;
    for (;;) {
      const length = read(buffer.fd, page, page.length);
      if (length >= 0) return length;
      const name = errnoName(errno());
      if (name === 'EAGAIN') return 0;
      if (name !== 'EINTR')
        throw new KernelError({ code: 'unreadable', operation: 'read', path: `${this.path}/per_cpu`, detail: name });
    }
  }

  stats(cpu: number): BufferStats {
    const file = this.#cpus[cpu]?.statsPath ?? '';
    return parseBufferStats(file, this.read(file));
  }

  /** Gives everything back and takes the instance out of the kernel. Fails with a KernelError when it is still there. */
  remove(): void {
    this.#cpus = [];
    for (const fd of this.#fds.splice(0)) closeSync(fd);
    removeInstance(this.path);
  }

  #openCpus(): CpuBuffer[] {
    const cpus: CpuBuffer[] = [];
    for (const folder of readdirSync(join(this.path, 'per_cpu'))) {
      const cpu = /^cpu(\d{1,5})$/.exec(folder)?.[1];
      if (cpu === undefined) continue;
      const fd = openSync(
        join(this.path, 'per_cpu', folder, 'trace_pipe_raw'),
        constants.O_RDONLY | constants.O_NONBLOCK,
      );
      this.#fds.push(fd);
      cpus.push({ cpu: Number(cpu), fd, statsPath: `per_cpu/${folder}/stats` });
    }
    return cpus.toSorted((a, b) => a.cpu - b.cpu);
  }
}

/** Removes an instance that nobody holds; gone already is as good. Fails with a KernelError: `unreadable` with EBUSY where it is held. */
export function removeInstance(path: string): void {
  try {
    rmdirSync(path);
  } catch (cause) {
    const error = toKernelError(cause, 'remove', path);
    if (error.code !== 'not-found') throw error;
  }
}
