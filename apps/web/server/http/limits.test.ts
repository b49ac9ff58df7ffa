import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { io } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import { resources } from '../testing/resources.ts';
import { ADMIN_TOKEN, bearing } from '../testing/TestServer.ts';

const use = resources();
const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});

async function hold(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  open.push(socket);
  await once(socket, 'connect');
  return socket;
}

const REFUSED = {
  error: {
    code: 'overloaded',
    message: 'too many connections from this address: close some of them, or raise --max-per-address',
  },
};

const health = (port: number) => `GET /api/health HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;

async function answerOn(socket: Socket, port: number): Promise<string> {
  socket.write(health(port));
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  return chunk.toString();
}

describe('connections of one address', () => {
  it('are bounded: one too many is told why, and those before it go on', async () => {
    const server = await use.server(use.folder(), { maxPerAddress: 10 });
    const held: Socket[] = [];
    for (let n = 0; n < 10; n++) held.push(await hold(server.port));
    const tooMany = await hold(server.port);
    const answer = await answerOn(tooMany, server.port);
    expect(answer).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\n/);
    expect(answer).toContain('Connection: close');
    expect(answer).toContain('Retry-After: 10');
    const [first] = held;
    if (first === undefined) throw new Error('nothing is held');
    expect(await answerOn(first, server.port)).toMatch(/^HTTP\/1\.1 200 /);
    expect(server.audit()).toMatchObject([{ action: 'request.limit', outcome: 'refused', from: '127.0.0.1' }]);
    // Whoever hangs up makes room, once the server has noticed.
    first.destroy();
    await expect.poll(async () => (await server.ask('/api/health')).status).toBe(200);
  });

  it('far above the bound end unheard', async () => {
    const server = await use.server(use.folder(), { maxPerAddress: 10 });
    for (let n = 0; n < 42; n++) await hold(server.port);
    const unheard = connect(server.port, '127.0.0.1');
    open.push(unheard);
    unheard.on('error', () => {});
    await once(unheard, 'close');
    expect(unheard.bytesRead).toBe(0);
  });
});

describe('behind a proxy', () => {
  const ask = (port: number, agent: Agent, path: string, from: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const headers = { 'X-Forwarded-For': from, ...bearing(ADMIN_TOKEN) };
      get({ port, host: '127.0.0.1', agent, path, headers }, resolve).once('error', reject);
    });

  it('clients are told apart by the address that the proxy adds', async () => {
    const server = await use.server(use.folder(), { maxPerAddress: 10, trustProxy: 1 });
    const agent = new Agent({ keepAlive: true });
    const begin = (from: string) => ask(server.port, agent, '/socket.io/?EIO=4&transport=polling', from);
    for (let n = 0; n < 10; n++) {
      const answer = await begin('192.0.2.1');
      expect(answer.statusCode).toBe(200);
      answer.resume();
    }
    const refused = await begin('192.0.2.1');
    expect(refused.statusCode).toBe(429);
    expect(JSON.parse(Buffer.concat(await refused.toArray()).toString())).toEqual(REFUSED);
    const other = await begin('192.0.2.2');
    expect(other.statusCode).toBe(200);
    other.resume();
    // The proxy's own connections are everybody's.
    for (let n = 0; n < 12; n++) await hold(server.port);
    expect((await server.ask('/api/health', { 'X-Forwarded-For': '192.0.2.3' })).status).toBe(200);
    agent.destroy();
  });
});

describe('live connections', () => {
  it('of strangers are fewer, and leave those of people who have signed in alone', async () => {
    const server = await use.server(use.folder(), { maxPerAddress: 200 });
    const known = io(`${server.url}/live`, { transports: ['websocket'], forceNew: true, auth: { token: ADMIN_TOKEN } });
    await new Promise<void>((resolve) => known.once('connect', resolve));
    const begin = () => server.ask('/socket.io/?EIO=4&transport=polling').catch(() => ({ status: 200 }));
    for (let n = 0; n < 64; n++) expect((await begin()).status).toBe(200);
    expect(await begin()).toMatchObject({
      status: 429,
      body: { error: { message: expect.stringContaining('that have not signed in yet: try again in a moment') } },
    });
    const late = io(`${server.url}/live`, { transports: ['websocket'], forceNew: true, reconnection: false });
    const [error] = await new Promise<[Error]>((resolve) => late.once('connect_error', (why) => resolve([why])));
    expect(error.message).toBe('websocket error');
    expect(known.connected).toBe(true);
    known.disconnect();
  });

  it('take no message of a stranger that is larger than a page ever sends', async () => {
    const server = await use.server(use.folder());
    const body = 'x'.repeat(65_537);
    expect((await server.ask('/socket.io/?EIO=4&transport=polling&sid=none', {}, body)).status).toBe(413);
  });
});

describe('a body', () => {
  it.each([
    ['/api/v1/tokens', 401],
    ['/api/v1/welcome', 413],
    ['/api/auth/sign-in/email', 413],
  ])('for %s is not waited for when it will not do', async (path, status) => {
    const server = await use.server(use.folder());
    const socket = await hold(server.port);
    const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/json\r\n`;
    socket.write(`${head}Content-Length: 1000000\r\n\r\n{`);
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    expect(Number(chunk.toString().split(' ')[1])).toBe(status);
  });

  it('of somebody without the role is not waited for either', async () => {
    const server = await use.server(use.folder());
    const token = await server.tokenOf('viewer');
    const socket = await hold(server.port);
    const head = `POST /api/v1/tokens HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: Bearer ${token}\r\n`;
    socket.write(`${head}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`);
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    expect(chunk.toString()).toMatch(/^HTTP\/1\.1 403 /);
  });
});
