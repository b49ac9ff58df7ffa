import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { describe, expect, it } from 'vitest';
import { loadTls } from '../start/tls.ts';
import { resources } from '../testing/resources.ts';
import { connectAgent } from '../testing/TestAgent.ts';
import { ADMIN_TOKEN, bearing } from '../testing/TestServer.ts';
import { ADA, codeOf } from '../testing/visit.ts';

const use = resources();

const outside = Object.values(networkInterfaces())
  .flat()
  .find((one) => one !== undefined && one.family === 'IPv4' && !one.internal)?.address;

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

interface Ask {
  readonly url: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** A request with whatever Host header, which fetch would not send; any certificate will do. */
const ask = ({ url, path, headers = {}, body }: Ask): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = url.startsWith('https') ? httpsRequest : httpRequest;
    const method = body === undefined ? 'GET' : 'POST';
    const json = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const sent = request(
      `${url}${path}`,
      { method, headers: { ...json, ...headers }, rejectUnauthorized: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });

describe.skipIf(outside === undefined)('a server on all addresses (needs one beyond loopback)', () => {
  it('answers to the address that was called and to its public name, and to no other', async () => {
    const publicUrl = new URL('https://netstrata.example.org');
    const server = await use.server(use.folder(), { host: '0.0.0.0', publicUrl });
    const url = `http://${outside}:${server.port}`;
    const statusOf = async (Host: string, more: Readonly<Record<string, string>> = {}) =>
      (await ask({ url, path: '/api/health', headers: { Host, ...more } })).status;
    expect(await statusOf(`${outside}:${server.port}`)).toBe(200);
    expect(await statusOf('netstrata.example.org')).toBe(200);
    expect(await statusOf('localhost:3000')).toBe(200);
    for (const host of [
      'evil.example',
      'netstrata.example.org.evil.example',
      '192.0.2.77',
      '8.8.8.8',
      'netstrata.example.org:81',
      `${outside}.evil.example`,
      '0.0.0.0',
    ])
      expect([host, await statusOf(host)]).toEqual([host, 403]);
    expect(await statusOf('netstrata.example.org', { Origin: 'https://netstrata.example.org' })).toBe(200);
    // A proxy that calls us by our address: the page is of the public name all the same.
    expect(await statusOf(`${outside}:${server.port}`, { Origin: 'https://netstrata.example.org' })).toBe(200);
    for (const origin of [
      'http://netstrata.example.org.evil.example',
      'https://evil.example',
      'null',
      `https://${outside}:${server.port}`,
    ])
      expect(await statusOf(`${outside}:${server.port}`, { Origin: origin }), origin).toBe(403);
    expect(server.audit()).toMatchObject([
      { action: 'request.refuse', outcome: 'refused', actor: 'nobody', from: outside, target: 'GET /api/health' },
    ]);
  });

  it('warns that there is no TLS, unless a public address with HTTPS is said', async () => {
    const server = await use.server(use.folder(), { host: '0.0.0.0' });
    expect(server.log.filter((line) => line.includes(' warn '))).toEqual([
      expect.stringContaining(
        'There is no TLS: whoever is on the network between 0.0.0.0 and a browser can read passwords',
      ),
    ]);
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    const publicUrl = new URL('https://netstrata.example.org');
    const proxied = await use.server(use.folder(), { host: '0.0.0.0', publicUrl });
    expect(proxied.log.filter((line) => line.includes(' warn '))).toEqual([]);
  });
});

describe('behind a proxy that speaks HTTPS', () => {
  it('cookies are for HTTPS alone and bound to the host, and browsers are told to stay with it', async () => {
    const publicUrl = new URL('https://netstrata.example.org');
    const server = await use.server(use.folder(), { publicUrl, trustProxy: 1 });
    expect(server.welcome).toMatch(/^https:\/\/netstrata\.example\.org\/welcome\?code=nsi_/);
    const headers = {
      Host: 'netstrata.example.org',
      Origin: 'https://netstrata.example.org',
      'X-Forwarded-For': '203.0.113.9, 192.0.2.5',
      'X-Netstrata-Address': '198.51.100.1',
    };
    const body = { ...ADA, code: codeOf(server.welcome) };
    const answer = await ask({ url: server.url, path: '/api/v1/welcome', headers, body });
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^__Host-netstrata\.session_token=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
    expect((await ask({ url: server.url, path: '/api/health' })).headers).not.toHaveProperty(
      'strict-transport-security',
    );
    const { sessions } = (await server.get('/api/v1/sessions?of=everybody')).body as {
      sessions: { address: string }[];
    };
    expect(sessions.map(({ address }) => address)).toEqual(['192.0.2.5']);
  });

  it('what a client says of its address counts for nothing without --trust-proxy', async () => {
    const server = await use.server(use.folder());
    await ask({
      url: server.url,
      path: '/api/health',
      headers: { 'X-Forwarded-For': '203.0.113.9', Host: 'evil.example' },
    });
    expect(server.audit()).toMatchObject([{ from: '127.0.0.1' }]);
  });
});

describe.skipIf(!hasOpenssl())('TLS (needs openssl to make certificates)', () => {
  const make = (folder: string, name: string) => {
    const [certFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
    const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const out = ['-keyout', keyFile, '-out', certFile, '-subj', '/CN=localhost'];
    execFileSync('openssl', ['req', '-x509', ...ec, ...out, '-days', '2'], { stdio: 'ignore' });
    return { certFile, keyFile };
  };

  it('is spoken by the server itself: pages, API and websocket; the agent of this machine comes by loopback', async () => {
    const folder = use.folder();
    const server = await use.server(folder, { tls: make(folder, 'one') });
    expect(server.url).toBe(`https://127.0.0.1:${server.port}`);
    const answer = await ask({ url: server.url, path: '/api/v1/hosts', headers: bearing(ADMIN_TOKEN) });
    expect(answer.status).toBe(200);
    const Origin = server.url;
    const body = { ...ADA, code: codeOf(server.welcome) };
    const welcome = await ask({ url: server.url, path: '/api/v1/welcome', headers: { Origin }, body });
    const [line = ''] = welcome.headers['set-cookie'] ?? [];
    expect(line).toMatch(/^__Host-netstrata\.session_token=.*; Secure; /);
    expect(
      (await ask({ url: server.url, path: '/api/health', headers: { Origin: Origin.replace('https', 'http') } }))
        .status,
    ).toBe(403);
    const socket = io(`${server.url}/live`, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      rejectUnauthorized: false,
      extraHeaders: { Cookie: line.split(';')[0] ?? '', Origin },
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    socket.disconnect();
    await expect(fetch(`http://127.0.0.1:${server.port}/api/health`)).rejects.toThrow();

    expect(server.agentUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const agent = await connectAgent({ url: server.agentUrl, token: server.token });
    expect(await agent.hello()).toMatchObject({ ok: true });
    agent.leave();
    expect((await fetch(`${server.agentUrl}/api/v1/hosts`, { headers: bearing(ADMIN_TOKEN) })).status).toBe(503);
  });

  it('says what to do about files that cannot be used', () => {
    const folder = use.folder();
    const good = make(folder, 'good');
    const other = make(folder, 'other');
    const text = join(folder, 'text');
    writeFileSync(text, 'no certificate');
    const said = (files: typeof good, nowMs = Date.now()): string => {
      try {
        loadTls(files, nowMs);
        return 'fine';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(said(good)).toBe('fine');
    expect(said({ ...good, certFile: join(folder, 'none') })).toBe(
      `The certificate ${folder}/none cannot be read (there is no such file): check --tls-cert.`,
    );
    expect(said({ ...good, keyFile: folder })).toBe(
      `The key ${folder} cannot be read (it is a folder): check --tls-key.`,
    );
    expect(said({ ...good, certFile: text })).toBe(
      `${text} holds no certificate in PEM form: give --tls-cert the file that begins with BEGIN CERTIFICATE.`,
    );
    expect(said({ ...good, keyFile: text })).toBe(
      `${text} holds no key in PEM form without a pass phrase: give --tls-key the file that begins with BEGIN PRIVATE KEY.`,
    );
    expect(said({ ...good, keyFile: other.keyFile })).toBe(
      `The key ${other.keyFile} does not belong to the certificate ${good.certFile}: give --tls-key the key that it was made with.`,
    );
    expect(said(good, Date.now() + 3 * 86_400_000)).toMatch(/ has expired on \d{4}-\d\d-\d\d: renew it\.$/);
    expect(said(good, Date.now() - 86_400_000)).toMatch(
      / is valid from \d{4}-\d\d-\d\d on: check the clock of this machine\.$/,
    );
    if (process.getuid?.() !== 0) {
      chmodSync(good.keyFile, 0);
      expect(said(good)).toContain('(this user may not read it)');
    }
  });
});
