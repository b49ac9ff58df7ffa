import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { isKeyText, type SigningKey, signingKeyOf } from '@netstrata/protocol/handshake';

/** An agent's own key, and the public key of the server that it is for. */
export interface KeptKey {
  readonly key: SigningKey;
  readonly serverKey: string;
}

const OWNER_ONLY = 0o600;

/** Undefined when there is none. Fails with one sentence for a person when it cannot be read or is damaged. */
export function readKey(path: string): KeptKey | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new Error(`the agent's key ${path} cannot be read (${String(cause)}): check its owner`, { cause });
  }
  const { privateKey, serverKey } = fieldsOf(text);
  if (isKeyText(privateKey) && isKeyText(serverKey)) return { key: signingKeyOf(privateKey), serverKey };
  throw new Error(`the agent's key ${path} is damaged: remove it, and start the agent with a new token`);
}

/** Whole and on disk when it returns, readable by its owner only; fails with what node:fs throws. */
export function writeKey(path: string, { key, serverKey }: KeptKey): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.draft`;
  // One that was left behind may be somebody else's, or readable by others.
  rmSync(draft, { force: true });
  const file = openSync(draft, 'wx', OWNER_ONLY);
  try {
    writeSync(file, `${JSON.stringify({ privateKey: key.secret, serverKey })}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  moveKey(draft, path);
}

/** In place of what is at `to`, and on disk when it returns. */
export function moveKey(from: string, to: string): void {
  renameSync(from, to);
  const folder = openSync(dirname(to), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
