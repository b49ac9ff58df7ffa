import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { keptSecret } from './keptSecret.ts';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * The secret that the agent of this machine proves itself with, from `agent.token` in the data folder.
 * @throws StartError when the file cannot be read or written, or does not hold a token
 */
export function loadAgentToken(folder: string): string {
  return keptSecret({
    path: join(folder, 'agent.token'),
    what: "agents' key",
    make: () => randomBytes(32).toString('base64url'),
    isWhole: (text) => TOKEN.test(text),
    remedy: 'remove it and start again, then restart the agents',
  });
}

/**
 * The secret that cookies are signed with, from `session.secret` in the data folder. Apart from the accounts, so that a copy of their
 * file alone makes nobody a session.
 * @throws StartError as `loadAgentToken`
 */
export function loadSessionSecret(folder: string): string {
  return keptSecret({
    path: join(folder, 'session.secret'),
    what: 'key of sessions',
    make: () => randomBytes(32).toString('base64url'),
    isWhole: (text) => TOKEN.test(text),
    remedy: 'remove it and start again; everybody signs in anew',
  });
}
