import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes the id useless for finding the machine id, which systemd asks to keep confidential. */
const SALT = 'netstrata host id 1';
const HOST_ID = /^[a-z0-9][a-z0-9-]{7,63}$/;
const HEX_DIGITS = 24;

/**
 * The id of this host, the same from start to start: a salted hash of the machine id, else a random one kept in DIR/host-id.
 * Fails with what node:fs throws when a new one cannot be kept.
 */
export function hostIdOf(machineId: string | undefined, dataDir: string): string {
  if (machineId !== undefined) {
    return createHash('sha256').update(`${SALT}\0${machineId}`).digest('hex').slice(0, HEX_DIGITS);
  }
  return keptHostId(dataDir);
}

function keptHostId(dataDir: string): string {
  const path = join(dataDir, 'host-id');
  try {
    const kept = readFileSync(path, 'latin1').trim();
    if (HOST_ID.test(kept)) return kept;
  } catch {
    // None yet: made below. One that cannot be read is replaced, or its folder fails the writing.
  }
  const made = randomBytes(HEX_DIGITS / 2).toString('hex');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${made}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, path);
  return made;
}
