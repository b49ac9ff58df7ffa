import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes the id useless for finding the machine id, which systemd asks to keep confidential. */
const SALT = 'netstrata host id 1';
const HOST_ID = /^[a-z0-9][a-z0-9-]{7,63}$/;
const HEX_DIGITS = 24;

/**
 * The id of this host, the same from start to start: what DIR/host-id says, for a second agent of one machine and for machines that were
 * copied with all their ids; else a salted hash of the machine id; else a random one, kept in that file.
 * Fails with what node:fs throws when a new one cannot be kept.
 */
export function hostIdOf(machineId: string | undefined, dataDir: string): string {
  const path = join(dataDir, 'host-id');
  const kept = keptIn(path);
  if (kept !== undefined) return kept;
  if (machineId !== undefined)
    return createHash('sha256').update(`${SALT}\0${machineId}`).digest('hex').slice(0, HEX_DIGITS);
  return keepNew(path, dataDir);
}

function keptIn(path: string): string | undefined {
  try {
    const kept = readFileSync(path, 'latin1').trim();
    return HOST_ID.test(kept) ? kept : undefined;
  } catch {
    // None, or one that cannot be read: then it is made anew where it is needed, or its folder fails the writing.
    return undefined;
  }
}

function keepNew(path: string, dataDir: string): string {
  const made = randomBytes(HEX_DIGITS / 2).toString('hex');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${made}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, path);
  return made;
}
