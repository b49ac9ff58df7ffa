import { close, open, read } from 'node:fs';
import { KernelError, toKernelError } from './KernelError.ts';
import { OneAtATime } from './OneAtATime.ts';

/** The three calls a ProcFile makes, as node:fs has them. */
export interface FileCalls {
  readonly open: (path: string, flags: string, done: (error: Error | null, fd: number) => void) => void;
  readonly read: (
    fd: number,
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null, bytes: number) => void,
  ) => void;
  readonly close: (fd: number, done: (error: Error | null) => void) => void;
}

export interface ProcFileOptions {
  /**
   * True for a file that the kernel prints as one record (single_open in fs/seq_file.c): a read that leaves room in the
   * buffer has then delivered everything, and the read that would only say "end of file" is saved.
   */
  readonly singleRecord?: boolean;
  readonly firstBufferBytes?: number;
  readonly calls?: FileCalls;
}

const FIRST_BUFFER_BYTES = 16 * 1024;
/** The largest sane file of this kind is /proc/stat of a machine with thousands of CPUs, about 2 MiB. */
const LARGEST_BYTES = 16 * 1024 * 1024;
const decoder = new TextDecoder('utf-8');

/**
 * One kernel file that is read again and again: the descriptor stays open, every read starts at position 0.
 *
 * Reads run on Node's threadpool, never on the event loop, one at a time and each with a limit (OneAtATime). After an
 * error of the kernel the file is opened anew by the next read.
 */
export class ProcFile {
  readonly path: string;
  readonly #singleRecord: boolean;
  readonly #calls: FileCalls;
  readonly #turn: OneAtATime;
  #buffer: Uint8Array;
  #fd: number | undefined;
  #closed = false;

  constructor(path: string, options: ProcFileOptions = {}) {
    this.path = path;
    this.#turn = new OneAtATime(path);
    this.#singleRecord = options.singleRecord ?? false;
    this.#calls = options.calls ?? { open, read, close };
    this.#buffer = new Uint8Array(options.firstBufferBytes ?? FIRST_BUFFER_BYTES);
  }

  /** The whole file as text. Fails with a KernelError. */
  async read(timeoutMs: number): Promise<string> {
    if (this.#closed) throw this.#error('closed');
    return this.#turn.run(timeoutMs, () => this.#readWhole());
  }

  /** Gives the descriptor back, at once or, under a read in flight, when that read returns. */
  close(): void {
    this.#closed = true;
    if (!this.#turn.inFlight) this.#dropDescriptor();
  }

  async #readWhole(): Promise<string> {
    try {
      this.#fd ??= await this.#open();
      if (this.#closed) throw this.#error('closed');
      const length = await this.#fill(this.#fd);
      return decoder.decode(this.#buffer.subarray(0, length));
    } catch (cause) {
      this.#dropDescriptor();
      throw toKernelError(cause, 'read', this.path);
    } finally {
      if (this.#closed) this.#dropDescriptor();
    }
  }

  async #fill(fd: number): Promise<number> {
    let length = 0;
    for (;;) {
      if (length === this.#buffer.length) this.#grow();
      const room = this.#buffer.length - length;
      const bytes = await this.#readAt(fd, length, room);
      length += bytes;
      if (bytes === 0 || (this.#singleRecord && bytes < room)) return length;
    }
  }

  #grow(): void {
    if (this.#buffer.length >= LARGEST_BYTES) throw this.#error('too-large', `over ${LARGEST_BYTES} bytes`);
    const larger = new Uint8Array(this.#buffer.length * 2);
    larger.set(this.#buffer);
    this.#buffer = larger;
  }

  #open(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#calls.open(this.path, 'r', (error, fd) => (error === null ? resolve(fd) : reject(error)));
    });
  }

  #readAt(fd: number, position: number, room: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#calls.read(fd, this.#buffer, position, room, position, (error, bytes) =>
        error === null ? resolve(bytes) : reject(error),
      );
    });
  }

  #dropDescriptor(): void {
    const fd = this.#fd;
    this.#fd = undefined;
    // A close that fails leaves nothing to do: Linux has released the descriptor all the same.
    if (fd !== undefined) this.#calls.close(fd, () => {});
  }

  #error(code: 'closed' | 'too-large', detail?: string): KernelError {
    return new KernelError({ code, operation: 'read', path: this.path, detail });
  }
}
