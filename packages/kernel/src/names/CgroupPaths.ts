import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { openByHandleAt } from '../libc.ts';

const O_PATH = 0o10000000;
const O_CLOEXEC = 0o2000000;
/** struct file_handle: size of what follows its header, kind, and the id of a kernfs node. */
const HANDLE_BYTES = 16;
const ID_BYTES = 8;
const FILEID_KERNFS = 0xfe;
/** A control group made since may be the one. */
const UNKNOWN_MS = 15_000;
const MOST_REMEMBERED = 4096;
/** Where handles may not be opened, the tree is walked instead: so many folders of it, and not again before so long. */
const MOST_FOLDERS = 4096;
const WALK_MS = 60_000;
const LARGEST_ID = 2n ** 64n;

export interface CgroupPathsOptions {
  /** Where cgroup v2 is mounted, found in /proc/self/mountinfo unless given. */
  readonly mountPoint?: string | undefined;
  readonly now?: () => number;
  /** False walks the tree even where handles may be opened: for tests. */
  readonly byHandle?: boolean;
}

/**
 * Paths of control groups (version 2) by their numbers, as inet_diag tells them: the number of a group is the inode number of its folder, and a handle made of
 * it opens that folder at once (open_by_handle_at, CAP_DAC_READ_SEARCH, about 20 µs). A number is never given to another group, so that an
 * answer stays true.
 *
 * Kernel: https://github.com/torvalds/linux/blob/v6.18/fs/kernfs/mount.c (kernfs_fh_to_dentry), since 5.5.
 */
export class CgroupPaths {
  readonly #now: () => number;
  readonly #mountPoint: string | undefined;
  #byHandle: boolean;
  readonly #paths = new Map<string, string>();
  readonly #unknownUntilMs = new Map<string, number>();
  #mount: number | undefined;
  #walkedMs = Number.NEGATIVE_INFINITY;

  constructor(options: CgroupPathsOptions = {}) {
    this.#now = options.now ?? (() => performance.now());
    this.#byHandle = options.byHandle ?? true;
    this.#mountPoint = options.mountPoint ?? cgroupMount();
  }

  /** `/system.slice/nginx.service`; undefined where there is no such group any more, or it cannot be told. `id` in decimal digits. */
  pathOf(id: string): string | undefined {
    const known = this.#paths.get(id);
    if (known !== undefined) return known;
    const nowMs = this.#now();
    if (this.#mountPoint === undefined || nowMs < (this.#unknownUntilMs.get(id) ?? Number.NEGATIVE_INFINITY))
      return undefined;
    const path = this.#look(id, this.#mountPoint, nowMs);
    if (this.#paths.size + this.#unknownUntilMs.size >= MOST_REMEMBERED) this.#forget();
    if (path === undefined) this.#unknownUntilMs.set(id, nowMs + UNKNOWN_MS);
    else this.#paths.set(id, path);
    return path;
  }

  close(): void {
    if (this.#mount !== undefined) closeSync(this.#mount);
    this.#mount = undefined;
  }

  #look(id: string, mountPoint: string, nowMs: number): string | undefined {
    const fd = this.#byHandle ? this.#open(id, mountPoint) : undefined;
    if (fd === undefined) {
      if (nowMs - this.#walkedMs >= WALK_MS) this.#walk(mountPoint, nowMs);
      return this.#paths.get(id);
    }
    if (fd < 0) return undefined;
    try {
      return pathBelow(mountPoint, readlinkSync(`/proc/self/fd/${fd}`));
    } finally {
      closeSync(fd);
    }
  }

  /** A descriptor, negative where there is no such group; undefined where this process or this kernel cannot ask so. */
  #open(id: string, mountPoint: string): number | undefined {
    const number = BigInt(id);
    if (number >= LARGEST_ID) return -1;
    try {
      this.#mount ??= openSync(mountPoint, 'r');
    } catch {
      this.#byHandle = false;
      return undefined;
    }
    const handle = Buffer.alloc(HANDLE_BYTES);
    handle.writeUInt32LE(ID_BYTES, 0);
    handle.writeInt32LE(FILEID_KERNFS, 4);
    handle.writeBigUInt64LE(number, 8);
    const { fd, error } = openByHandleAt(this.#mount, handle, O_PATH | O_CLOEXEC);
    if (fd >= 0 || error === 'ESTALE' || error === 'ENOENT') return fd;
    this.#byHandle = false;
    this.close();
    return undefined;
  }

  /** Breadth first, so that of a tree that is too large the groups near its root are known. */
  #walk(mountPoint: string, nowMs: number): void {
    this.#walkedMs = nowMs;
    const folders = [mountPoint];
    for (let at = 0; at < folders.length && at < MOST_FOLDERS; at++) {
      const folder = folders[at] ?? '';
      try {
        this.#paths.set(String(statSync(folder, { bigint: true }).ino), pathBelow(mountPoint, folder));
        for (const entry of readdirSync(folder, { withFileTypes: true }))
          if (entry.isDirectory()) folders.push(`${folder}/${entry.name}`);
      } catch {
        // It was removed meanwhile, or may not be read.
      }
    }
  }

  #forget(): void {
    this.#paths.clear();
    this.#unknownUntilMs.clear();
    this.#walkedMs = Number.NEGATIVE_INFINITY;
  }
}

function pathBelow(mountPoint: string, path: string): string {
  return path.slice(mountPoint.length).replace(/ \(deleted\)$/, '') || '/';
}

/** Undefined where version 2 is not mounted. */
function cgroupMount(): string | undefined {
  try {
    const lines = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
    const line = lines.find((candidate) => candidate.split(' - ')[1]?.startsWith('cgroup2 '));
    return line?.split(' ')[4]?.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
  } catch {
    return undefined;
  }
}
