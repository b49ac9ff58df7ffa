import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { errnoOf, StartError } from './StartError.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'its file system is read-only',
  ENOSPC: 'its disk is full',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'it is a file',
};

/**
 * Makes the folder of history and keys, readable by its owner only; one that is there already keeps its mode.
 * @throws StartError when it cannot be made or written
 */
export function openDataFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    if (!statSync(path).isDirectory()) throw Object.assign(new Error(path), { code: 'EEXIST' });
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = REASONS[errnoOf(error) ?? ''] ?? (error instanceof Error ? error.message : String(error));
    throw new StartError(
      `The data folder ${path} cannot be used, ${reason}: choose another with --data or NETSTRATA_DATA.`,
      1,
      { cause: error },
    );
  }
}
