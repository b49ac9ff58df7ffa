import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RelayConfig } from './relay.ts';
import type { RelayStats } from './types.ts';

const PROGRAM = fileURLToPath(new URL('relay.ts', import.meta.url));

/** A running relay. */
export interface Relay {
  stats(): Promise<RelayStats>;
  /** Ends it and with it its two devices. */
  stop(): Promise<void>;
}

/** Starts the relay and waits until its devices are there. @throws Error with what it said when it ends instead. */
export const startRelay = async (config: RelayConfig): Promise<Relay> => {
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(config)], { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const closed = once(child, 'close');
  // What could not be started is told by its lines, which end.
  closed.catch((error: unknown) => {
    complaint ||= String(error);
  });
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`The relay of a link ended: ${complaint.trim() || 'it gave no reason'}.`);
    return value;
  };
  await nextLine();
  return {
    stats: async () => {
      child.stdin.write('stats\n');
      return JSON.parse(await nextLine()) as RelayStats;
    },
    stop: async () => {
      child.stdin.end();
      await closed;
    },
  };
};
