import { once } from 'node:events';
import { connect } from 'node:net';
import { io } from 'socket.io-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../testing/resources.ts';
import { ADMIN_TOKEN, bearing, type TestServer } from '../testing/TestServer.ts';

const shared = resources('file');
let server: TestServer;
beforeAll(async () => {
  server = await shared.server(shared.folder());
});

interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends bytes as they are and reads until the server closes: fetch would mend what is broken on purpose. */
async function raw(request: string): Promise<RawAnswer> {
  const socket = connect(server.port, '127.0.0.1');
  socket.setEncoding('utf8');
  let text = '';
  socket.on('data', (chunk: string) => {
    text += chunk;
  });
  socket.write(request);
  await once(socket, 'close');
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    line.slice(line.indexOf(':') + 2),
  ]);
  return { status: Number(first.split(' ')[1]), headers: Object.fromEntries(headers), body: rest.join('\r\n\r\n') };
}

const ask = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<RawAnswer> => {
  const all = { Host: `127.0.0.1:${server.port}`, Connection: 'close', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return raw(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
};

describe('the Host header', () => {
  it.each(['localhost', 'LOCALHOST:3000', '127.0.0.1', '127.8.9.10:1', '[::1]', '[::1]:3000'])(
    'may be %s',
    async (host) => {
      expect((await ask('/api/health', { Host: host })).status).toBe(200);
    },
  );

  it.each([
    'evil.example',
    '',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example:3000',
    '10.0.0.1',
    '0.0.0.0',
    'localhost:3000@evil.example',
    '[::2]',
  ])('may not be "%s"', async (host) => {
    const { status, body } = await ask('/api/health', { Host: host });
    expect(status).toBe(403);
    expect(JSON.parse(body)).toEqual({
      error: {
        code: 'forbidden',
        message: 'the Host header must name this server: its address, localhost, or the name given with --public-url',
      },
    });
  });
});

describe('the Origin header', () => {
  it('is let through when it is our own, in requests and upgrades', async () => {
    expect((await ask('/api/health', { Origin: `http://127.0.0.1:${server.port}` })).status).toBe(200);
    expect((await upgrade({ Origin: `http://127.0.0.1:${server.port}` })).status).toBe(101);
  });

  it.each([
    'https://evil.example',
    'null',
    'http://localhost',
    'http://127.0.0.1:1',
    'http://127.0.0.1:3000.evil.example',
  ])('is refused when it is %s', async (origin) => {
    expect((await ask('/api/health', { Origin: origin })).status).toBe(403);
    expect((await upgrade({ Origin: origin })).status).toBe(403);
    const polling = await ask('/socket.io/?EIO=4&transport=polling', { Origin: origin });
    expect(polling.status).toBe(403);
    expect(polling.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('keeps foreign pages from opening a websocket with socket.io', async () => {
    const socket = io(`${server.url}/live`, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { Origin: 'http://evil.example' },
    });
    const error = await new Promise<Error>((resolve, reject) => {
      socket.once('connect_error', resolve);
      socket.once('connect', () => reject(new Error('it connected')));
    });
    expect(error.message).toBe('websocket error');
    socket.disconnect();
  });
});

/** Reads the first line of the answer to an upgrade, then hangs up. */
async function upgrade(headers: Readonly<Record<string, string>>, path = '/socket.io/?EIO=4&transport=websocket') {
  const all = {
    Host: `127.0.0.1:${server.port}`,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  };
  const socket = connect(server.port, '127.0.0.1');
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return { status: Number(chunk.toString().split(' ')[1]) };
}

describe('upgrades', () => {
  it('go nowhere but to socket.io', async () => {
    expect((await upgrade({}, '/')).status).toBe(404);
    expect((await upgrade({}, '/api/health')).status).toBe(404);
    expect((await upgrade({ Host: 'evil.example' })).status).toBe(403);
  });
});

describe('every answer', () => {
  it.each(['/api/health', '/api/nothing', '/', '/socket.io/?EIO=4&transport=polling', '/socket.io/?EIO=3'])(
    'carries the security headers: %s',
    async (path) => {
      const { headers } = await ask(path);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers).not.toHaveProperty('access-control-allow-origin');
      expect(headers).not.toHaveProperty('x-powered-by');
    },
  );

  it('to a broken request carries them too', async () => {
    const { status, headers } = await raw('GET / HTTP/1.1\r\nno colon\r\n\r\n');
    expect(status).toBe(400);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});

describe('requests out of bounds', () => {
  it('are refused by the length of the address and of the headers', async () => {
    expect((await ask(`/api/health?${'x'.repeat(4090)}`)).status).toBe(414);
    expect((await ask('/api/health', { 'X-Long': 'x'.repeat(20_000) })).status).toBe(431);
  });

  it.each(['http://evil.example/api/health', '*', '/api/health\u00e4'])(
    'are refused for the target %s',
    async (target) => {
      expect((await ask(target)).status).toBe(400);
    },
  );

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('are refused for the method %s', async (method) => {
    const { status, headers, body } = await ask('/api/health', {}, method);
    expect(status).toBe(405);
    expect(headers['allow']).toBe('GET, HEAD');
    expect(JSON.parse(body)).toEqual({
      error: { code: 'method-not-allowed', message: 'this address takes GET, HEAD' },
    });
  });

  it('do not make the server read a body', async () => {
    const { status, headers } = await ask('/api/health', { 'Content-Length': '1000000000' }, 'POST');
    expect(status).toBe(405);
    expect(headers['connection']).toBe('close');
  });

  it('get headers alone for HEAD', async () => {
    const { status, headers, body } = await ask('/api/health', bearing(ADMIN_TOKEN), 'HEAD');
    expect(status).toBe(200);
    expect(Number(headers['content-length'])).toBeGreaterThan(100);
    expect(body).toBe('');
  });

  it.each([
    ['/api/v1/hosts/..%2f..%2fetc%2fpasswd', 404],
    ['/api/v1/hosts/%2e%2e', 404],
    ['/api/v1/hosts/../health', 404],
    ['/api/v1/hosts/..', 404],
    ['/api/v1/hosts/a%00b', 404],
    ['/api/v1/hosts/%zz', 400],
    ['/api/v1/hosts/%c0%ae', 400],
    ['/api/v1/hosts/__proto__', 404],
    ['/api/v1/hosts/constructor', 404],
    ['/api/v1/hosts//metrics', 404],
    ['/api/v1/hosts/', 404],
    ['/api//health', 404],
    ['/api/health/', 404],
    ['/API/health', 404],
    ['/api', 404],
  ])('are answered with JSON for the path %s', async (path, expected) => {
    const { status, body } = await ask(path, bearing(ADMIN_TOKEN));
    expect(status).toBe(expected);
    expect(JSON.parse(body)).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
  });
});
