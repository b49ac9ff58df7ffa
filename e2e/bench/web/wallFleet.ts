import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { ADMIN_TOKEN, type Product } from '@netstrata/lab';
import type { MeasureParts } from './browser.ts';

const FLEET = join(import.meta.dirname, '../../../apps/web/server/testing/fleet.ts');
/** The agents play what was recorded in so long. */
const RECORDING_MS = 36_000;

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.stdin?.end();
  await closed;
};

/**
 * So many hosts more, in a process of their own. Their agents are connections of a test that send, each second, what this machine's agent
 * recorded before.
 * @throws Error with what the program said, when it ended before its agents were there
 */
export const startWallFleet = async (
  product: Product,
  { options, ended }: Pick<MeasureParts, 'options' | 'ended'>,
): Promise<AsyncDisposable> => {
  await pause(RECORDING_MS, undefined, { signal: ended });
  const token = readFileSync(join(product.data, 'agent.token'), 'utf8').trim();
  const told = JSON.stringify({ url: product.url, token, adminToken: ADMIN_TOKEN, hosts: options.hosts });
  const child = spawn(process.execPath, [FLEET, told], { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const gone = once(child, 'close').then(() => Promise.reject(new Error(`the agents ended: ${said.trim()}`)));
  gone.catch(() => undefined);
  try {
    await Promise.race([once(createInterface({ input: child.stdout }), 'line', { signal: ended }), gone]);
  } catch (error) {
    await end(child);
    throw error;
  }
  return { [Symbol.asyncDispose]: () => end(child) };
};
