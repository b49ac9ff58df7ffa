import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MadeEnrolment } from '@netstrata/protocol';
import { newSigningKey } from '@netstrata/protocol/handshake';
import { type Socket, Server as SocketServer } from 'socket.io';
import { type Socket as ClientSocket, io } from 'socket.io-client';
import { expect, it, onTestFinished } from 'vitest';
import { resources } from '../testing/resources.ts';

/** Real agents, and what listens where they think that their server is. */

const AGENT = fileURLToPath(new URL('../../../agent/src/start.mjs', import.meta.url));
const PATIENCE = { timeout: 180_000, interval: 100 };
const use = resources();

type Reply = (answer: unknown) => void;

interface Impostor {
  readonly url: string;
  /** All that any agent ever sent, as JSON. */
  readonly heard: string[];
}

/** A server of socket.io that answers greetings as it is told. */
async function impostor(onAgent: (socket: Socket) => void): Promise<Impostor> {
  const http = createServer();
  const server = new SocketServer(http, { serveClient: false });
  const heard: string[] = [];
  server.of('/agent').on('connection', (socket) => {
    socket.onAny((...given: readonly unknown[]) => heard.push(JSON.stringify(given)));
    onAgent(socket);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  onTestFinished(async () => {
    await server.close();
  });
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, heard };
}

function startAgent(words: readonly string[]): { readonly child: ChildProcess; readonly said: () => string } {
  const child = spawn(process.execPath, [AGENT, ...words], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  return { child, said: () => said };
}

it('a server that cannot prove itself hears a greeting and nothing else, and least of all the secret', async () => {
  const folder = use.folder();
  const server = await use.server(folder);
  const { publicKey } = newSigningKey();
  const answers: readonly unknown[] = [
    { ok: true, nonce: publicKey, serverKey: publicKey, proof: 'A'.repeat(43) },
    { ok: true },
    { ok: true, committedSeq: 0, watched: true, details: [] },
    null,
  ];
  let greetings = 0;
  const { url, heard } = await impostor((socket) => {
    socket.emit('watch:set', { watched: true, details: ['processes'] }, { number: 1, proof: 'x' });
    socket.on('agent:greet', (_, reply: Reply) => reply(answers[greetings++ % answers.length]));
  });
  const data = join(folder, 'data');
  const { said } = startAgent(['--server', url, '--token-file', join(data, 'agent.token'), '--data', data]);
  await expect.poll(said, PATIENCE).toMatch(/error agent: no connection to the server: (what answers there|an order)/);
  expect(heard.length).toBeGreaterThan(0);
  for (const words of heard) {
    expect(words).toContain('"agent:greet"');
    expect(words).not.toContain(server.token);
  }
});

interface Order {
  readonly event: string;
  readonly given: readonly unknown[];
}

/** Stands between an agent and the real server, and hands on what each says to the other. */
async function goBetween(server: { readonly url: string }) {
  const orders: Order[] = [];
  let agentSide: Socket | undefined;
  const { url, heard } = await impostor((socket) => {
    agentSide = socket;
    const real: ClientSocket = io(`${server.url}/agent`, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    });
    socket.onAny((event: string, ...given: unknown[]) => real.emit(event, ...given));
    real.onAny((event: string, ...given: unknown[]) => {
      orders.push({ event, given });
      socket.emit(event, ...given);
    });
    socket.on('disconnect', () => real.disconnect());
    real.on('disconnect', () => socket.disconnect(true));
  });
  return { url, heard, orders, agentSide: () => agentSide };
}

/** The same value again, so that nothing is lost should it be carried out. */
const WANTED = {
  id: 'forged-change',
  changes: [{ tunable: 'net.core.somaxconn', namespace: 'host', value: '4096', expectedBefore: '4096' }],
  by: 'x',
  because: 'y',
  confirmWithinMs: 10_000,
};

it.each([
  [
    'with a seal that it made up',
    () => ({ event: 'change:apply', given: [WANTED, { number: 999, proof: 'A'.repeat(43) }] }),
  ],
  ['with a seal of another order', ({ given }: Order) => ({ event: 'change:apply', given: [WANTED, given[1]] })],
  ['with none', () => ({ event: 'change:apply', given: [WANTED] })],
  ['that the real one gave before', ({ given }: Order) => ({ event: 'sockets:query', given: [given[0], given[1]] })],
])(
  'a server that hands on what the real one says learns no secret, and no order %s is carried out',
  async (_, forge) => {
    const folder = use.folder();
    const server = await use.server(folder);
    const { url, heard, orders, agentSide } = await goBetween(server);
    const data = join(folder, 'data');
    const words = ['--server', url, '--token-file', join(data, 'agent.token'), '--data', data, '--allow-apply'];
    const { said } = startAgent(words);
    const hostsNow = async () => (await server.get('/api/v1/hosts')).body as { hosts: [{ id: string }] };
    await expect
      .poll(hostsNow, PATIENCE)
      .toMatchObject({ hosts: [{ connected: true, lastSampleMs: expect.any(Number) }] });
    // What the real server asks comes through, with its seal.
    const [{ id }] = (await hostsNow()).hosts;
    expect(await server.get(`/api/v1/hosts/${id}/sockets?limit=1`)).toMatchObject({ status: 200 });
    const real = orders.find(({ event }) => event === 'sockets:query');
    if (real === undefined) throw new Error('the real server asked nothing');
    expect(real.given[1]).toMatchObject({ number: expect.any(Number), proof: expect.any(String) });

    const answered: unknown[] = [];
    const { event, given } = forge(real);
    const lost = once(agentSide() ?? process, 'disconnect');
    agentSide()?.emit(event, ...given, (answer: unknown) => answered.push(answer));
    await lost;
    await expect.poll(said, PATIENCE).toContain(`an order (${event}) came that the server did not seal`);
    expect(answered).toEqual([]);
    expect(heard.join()).not.toContain(server.token);
  },
);

it('an agent that joined says that its key was revoked, and that a server is another one', async () => {
  const folder = use.folder();
  const server = await use.server(folder);
  const { token } = (await server.post('/api/v1/enrolments', { allowApply: false })).body as MadeEnrolment;
  const data = join(folder, 'agent');
  const words = ['--server', server.url, '--data', data];
  const first = startAgent([...words, '--token', token]);
  await expect.poll(first.said, PATIENCE).toContain('info  agent: connected');
  const { body } = await server.get('/api/v1/agents');
  const [{ hostId }] = (body as { agents: [{ hostId: string }] }).agents;
  expect(await server.post(`/api/v1/agents/${hostId}/revoke`, {})).toMatchObject({ status: 200 });
  await expect.poll(first.said, PATIENCE).toContain('error agent: no connection to the server: its key was revoked at');
  expect(first.said()).not.toContain(token);
  first.child.kill('SIGTERM');
  await once(first.child, 'exit');

  const other = await use.server(use.folder());
  const second = startAgent(['--server', other.url, '--data', data]);
  await expect
    .poll(second.said, PATIENCE)
    .toContain('the server has another key than the one that this agent joined, so nothing is said to it');
  expect((await other.get('/api/v1/hosts')).body).toEqual({ hosts: [] });
});
