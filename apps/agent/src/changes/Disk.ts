import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = fs.constants;

/** Each is one call of the kernel, on a thread of Node's pool: a slow disk never holds up a tick. */
export interface DiskCalls {
  readonly open: (path: string, flags: number, mode?: number) => Promise<number>;
  readonly write: (fd: number, bytes: Uint8Array) => Promise<number>;
  readonly chmod: (fd: number, mode: number) => Promise<void>;
  readonly sync: (fd: number) => Promise<void>;
  readonly close: (fd: number) => Promise<void>;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
}

const write = promisify(fs.write) as (fd: number, bytes: Uint8Array) => Promise<{ bytesWritten: number }>;

export const diskCalls: DiskCalls = {
  open: promisify(fs.open),
  write: async (fd, bytes) => (await write(fd, bytes)).bytesWritten,
  chmod: promisify(fs.fchmod),
  sync: promisify(fs.fsync),
  close: promisify(fs.close),
  rename: promisify(fs.rename),
  remove: promisify(fs.unlink),
};

/** Files that are there whole or not at all, whenever the power goes. All fail with what node:fs throws. */
export class Disk {
  readonly #calls: DiskCalls;

  constructor(calls: DiskCalls = diskCalls) {
    this.#calls = calls;
  }

  /**
   * Puts `content` in the place of whatever is at `path`, by way of the file `draft` in the same folder. Neither name is followed where it
   * is a symbolic link. One caller at a time for each draft: what a crash left of it is overwritten.
   */
  async replace(
    path: string,
    content: string | Uint8Array,
    { draft, mode }: { readonly draft: string; readonly mode: number },
  ): Promise<void> {
    const { open, chmod, write, sync, close, rename } = this.#calls;
    const aside = join(dirname(path), draft);
    await this.removeIfThere(aside);
    const fd = await open(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | mode);
    try {
      // The mask of this process may have taken bits away.
      await chmod(fd, mode);
      const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
      for (let at = 0; at < bytes.length; ) at += await write(fd, bytes.subarray(at));
      await sync(fd);
    } finally {
      await close(fd);
    }
    await rename(aside, path);
    await this.#syncFolder(dirname(path));
  }

  async remove(path: string): Promise<void> {
    await this.#calls.remove(path);
    await this.#syncFolder(dirname(path));
  }

  async removeIfThere(path: string): Promise<void> {
    try {
      await this.#calls.remove(path);
    } catch (cause) {
      if (codeOf(cause) !== 'ENOENT') throw cause;
    }
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#calls.rename(from, to);
    await this.#syncFolder(dirname(to));
  }

  async #syncFolder(folder: string): Promise<void> {
    const fd = await this.#calls.open(folder, O_RDONLY | O_DIRECTORY);
    try {
      await this.#calls.sync(fd);
    } finally {
      await this.#calls.close(fd);
    }
  }
}

/** A regular file as it was read, with what tells who may have written it. */
export interface PlainFile {
  readonly bytes: Buffer;
  readonly uid: number;
  readonly mode: number;
}

/** Why a file is not read: its place is taken by something else. */
export class NotPlain extends Error {
  override readonly name = 'NotPlain';
}

/**
 * A regular file of at most `mostBytes`, never through a symbolic link at its end, never waiting for a pipe; undefined when there is
 * none. Fails with NotPlain for anything else that has the name, and with what node:fs throws.
 */
export function readPlain(path: string, mostBytes: number): PlainFile | undefined {
  let fd: number;
  try {
    fd = fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    if (codeOf(cause) === 'ELOOP') throw new NotPlain(`${path} is a symbolic link`);
    throw cause;
  }
  try {
    const stats = fs.fstatSync(fd);
    if (!stats.isFile()) throw new NotPlain(`${path} is no regular file`);
    if (stats.size > mostBytes) throw new NotPlain(`${path} has ${stats.size} bytes, more than ${mostBytes}`);
    const buffer = Buffer.alloc(mostBytes + 1);
    let length = 0;
    for (let read = 1; read > 0 && length <= mostBytes; length += read)
      read = fs.readSync(fd, buffer, length, buffer.length - length, null);
    if (length > mostBytes) throw new NotPlain(`${path} has more than ${mostBytes} bytes`);
    return { bytes: buffer.subarray(0, length), uid: stats.uid, mode: stats.mode & 0o7777 };
  } finally {
    fs.closeSync(fd);
  }
}

/** The errno's name of what node:fs threw. */
export function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
}
