import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { errnoOf, StartError } from './StartError.ts';

const OWNER_ONLY = 0o600;

export interface SecretFile {
  readonly path: string;
  /** In words for a person: `agents' key`. */
  readonly what: string;
  readonly make: () => string;
  readonly isWhole: (text: string) => boolean;
  /** What to do about a damaged one, as the end of a sentence. */
  readonly remedy: string;
}

/**
 * A secret of the data folder, readable by its owner only; made on the first start, kept after.
 * @throws StartError when the file cannot be read or written, or is damaged
 */
export function keptSecret({ path, what, make, isWhole, remedy }: SecretFile): string {
  try {
    const secret = read(path) ?? create(path, make());
    chmodSync(path, OWNER_ONLY);
    if (isWhole(secret)) return secret;
  } catch (error) {
    throw new StartError(`The ${what} ${path} cannot be used (${errnoOf(error) ?? error}): check its owner.`, 1, {
      cause: error,
    });
  }
  throw new StartError(`The ${what} ${path} is damaged: ${remedy}.`);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Written aside and linked into place: a reader sees a whole secret or none, and of two servers the first one wins. */
function create(path: string, secret: string): string {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  const file = openSync(aside, 'wx', OWNER_ONLY);
  try {
    writeSync(file, `${secret}\n`);
    fsyncSync(file);
    linkSync(aside, path);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
  } finally {
    closeSync(file);
    rmSync(aside, { force: true });
  }
  return readFileSync(path, 'utf8').trim();
}
