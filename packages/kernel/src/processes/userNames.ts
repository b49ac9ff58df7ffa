import { readFileSync, statSync } from 'node:fs';

const LINE = /^([^:\n]{1,256}):[^:\n]*:(\d{1,10}):/gm;
/** Far beyond any file that a person keeps; one line is some fifty bytes. */
const MOST_BYTES = 4 * 1024 * 1024;

/** User names by number, from the text of /etc/passwd; of several names of one number the first, as getpwuid() gives it. */
export function parsePasswd(text: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const [, name = '', uid = ''] of text.matchAll(LINE)) if (!names.has(Number(uid))) names.set(Number(uid), name);
  return names;
}

/**
 * Names of users as the host's own /etc/passwd has them; the file is read again when it has changed. Users that a directory service
 * or a container knows have none here.
 */
export class UserNames {
  readonly #path: string;
  #names: ReadonlyMap<number, string> = new Map();
  #version = '';

  constructor(path = '/etc/passwd') {
    this.#path = path;
  }

  nameOf(uid: number): string | undefined {
    return this.#names.get(uid);
  }

  /** Looks whether the file has changed. Without one there are no names. */
  refresh(): void {
    try {
      const { ino, mtimeMs, size } = statSync(this.#path);
      const version = `${ino} ${mtimeMs} ${size}`;
      if (version === this.#version) return;
      this.#names = size > MOST_BYTES ? new Map() : parsePasswd(readFileSync(this.#path, 'utf8'));
      this.#version = version;
    } catch {
      this.#names = new Map();
      this.#version = '';
    }
  }
}
