import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createNamespace, labSupport } from '../../../../packages/lab/src/index.ts';
import type { UnixDump } from './UnixDumper.ts';

const support = labSupport();
if (!support.ok) console.warn(`sums of Unix sockets are not compared with ss: ${support.reason}`);

const module = (path: string): string => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));
/** Makes Unix sockets, and prints our sums of them and what ss says of the same; ss answers through a pair more, which holds nothing. */
const PROGRAM = `
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { SockDiag } from ${module('../../../../packages/kernel/src/index.ts')};
import { UnixDumper } from ${module('./UnixDumper.ts')};
const paused = [];
const server = createServer({ pauseOnConnect: true }, (socket) => paused.push(socket));
server.listen({ path: '\\0sums', backlog: 7 });
await once(server, 'listening');
for (const bytes of [1, 20_000, 3_000_000]) {
  const client = connect('\\0sums');
  await once(client, 'connect');
  client.write(Buffer.alloc(bytes));
}
while (paused.length < 3) await new Promise((resolve) => setImmediate(resolve));
const dumper = new UnixDumper(SockDiag.open());
const ss = () => spawnSync('ss', ['-xamHO'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).stdout;
const answer = JSON.stringify({ dump: dumper.dump(0), ss: ss() });
process.stdout.write(answer, () => process.exit(0));`;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

test.skipIf(!support.ok)('sums over Unix sockets are those of what ss prints', async () => {
  await using namespace = await createNamespace();
  const { stdout } = await namespace.exec(process.execPath, ['--input-type=module', '-e', PROGRAM]);
  const { dump, ss } = JSON.parse(stdout) as { dump: UnixDump; ss: string };
  const rows = ss
    .trim()
    .split('\n')
    .map((line) => {
      const [, state, recvQ, sendQ] = line.trim().split(/\s+/);
      const word = (name: string) => Number(new RegExp(`[(,]${name}(\\d+)`).exec(line)?.[1]);
      return { state, recvQ: Number(recvQ), sendQ: Number(sendQ), wmem: word('t'), sndbuf: word('tb') };
    });
  const listeners = rows.filter(({ state }) => state === 'LISTEN');
  const streams = rows.filter(({ state }) => state !== 'LISTEN');
  expect(dump.summary).toMatchObject({
    listeners: listeners.length,
    acceptQueueLen: sum(listeners.map(({ recvQ }) => recvQ)),
    acceptQueueBacklog: sum(listeners.map(({ sendQ }) => sendQ)),
    recvQBytes: sum(streams.map(({ recvQ }) => recvQ)),
    streamWmemAllocBytes: sum(streams.map(({ wmem }) => wmem)),
    streamSendMaxFill: Math.max(...streams.map(({ wmem, sndbuf }) => wmem / sndbuf)),
  });
  expect(dump.summary).toMatchObject({ listeners: 1, acceptQueueBacklog: 7, dgramUnreadSockets: 0 });
  expect(dump.summary.recvQBytes).toBeGreaterThan(120_000);
  expect(dump.summary.streamSendMaxFill).toBeGreaterThan(0.95);
  // The client whose three megabytes do not fit, beside nobody else who holds anything worth a name.
  expect(dump.fullest[0]).toMatchObject({
    type: 'stream',
    state: 'established',
    fill: dump.summary.streamSendMaxFill,
  });
  expect(dump.states).toContainEqual({ type: 'stream', state: 'listen', sockets: 1 });
});
