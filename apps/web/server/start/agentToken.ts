import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf, StartError } from './StartError.ts';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const OWNER_ONLY = 0o600;

/**
 * The secret that agents prove themselves with, from `agent.token` in the data folder; made on the first start, kept after.
 * @throws StartError when the file cannot be read or written, or does not hold a token
 */
export function loadAgentToken(folder: string): string {
  const path = join(folder, 'agent.token');
  try {
    const token = readToken(path) ?? createToken(path);
    chmodSync(path, OWNER_ONLY);
    if (TOKEN.test(token)) return token;
  } catch (error) {
    throw new StartError(`The agents' key ${path} cannot be used (${errnoOf(error) ?? error}): check its owner.`, 1, {
      cause: error,
    });
  }
  throw new StartError(`The agents' key ${path} is damaged: remove it and start again, then restart the agents.`);
}

function readToken(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Written aside and linked into place: a reader sees a whole token or none, and of two servers the first one wins. */
function createToken(path: string): string {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  const file = openSync(aside, 'wx', OWNER_ONLY);
  try {
    writeSync(file, `${randomBytes(32).toString('base64url')}\n`);
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
