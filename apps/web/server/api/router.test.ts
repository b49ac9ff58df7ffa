import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Principal } from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import { expect, it, onTestFinished } from 'vitest';
import { Addresses } from '../http/Addresses.ts';
import type { ApiContext, Route } from './route.ts';
import { createApi } from './router.ts';

const route = (path: string, rest: Partial<Route>): Route => ({
  path,
  parameters: ['code'],
  role: 'public',
  answer: () => ({ body: {} }),
  ...rest,
});

async function serve(routes: readonly Route[], who?: Principal) {
  const failures: string[] = [];
  const noted: object[] = [];
  const api = createApi({
    routes,
    context: {} as ApiContext,
    identify: async () => who,
    answerAuth: () => expect.unreachable(),
    addresses: new Addresses({ tls: false, publicUrl: undefined, trustProxy: 0 }),
    refusals: { note: (refusal) => noted.push(refusal) },
    onError: (error, path) => failures.push(`${path}: ${String(error)}`),
  });
  const server = createServer(api);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, server, failures, noted };
}

it('an answer that cannot be sent is an error of that request, not the end of the server; the log has no query', async () => {
  const unsendable = { body: { rows: 1n } } as unknown as { readonly body: object };
  const { url, failures } = await serve([route('/api/odd', { answer: () => unsendable }), route('/api/fine', {})]);
  const odd = await fetch(`${url}/api/odd?code=a-secret`);
  expect([odd.status, await odd.json()]).toEqual([
    500,
    { error: { code: 'internal', message: 'the server could not answer; its log says why' } },
  ]);
  expect(failures).toEqual([expect.stringMatching(/^\/api\/odd: TypeError: .*BigInt/)]);
  expect((await fetch(`${url}/api/fine`)).status).toBe(200);
});

it('whoever hangs up in the middle of a body leaves no error in the log', async () => {
  const { port, server, failures } = await serve([route('/api/take', { method: 'POST' })]);
  const gone = new Promise<void>((closed) => {
    server.once('request', (request) => request.once('close', () => closed()));
  });
  const client = connect(port, '127.0.0.1');
  client.write('POST /api/take HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"a');
  await new Promise<void>((asked) => server.once('request', () => asked()));
  client.destroy();
  await gone;
  await new Promise(setImmediate);
  expect(failures).toEqual([]);
});

it('a body that is none is noted with who sent it', async () => {
  const who: Principal = { kind: 'token', id: 't1', name: 'ci', role: 'operator', credentialId: 't1' };
  const { url, noted } = await serve([route('/api/take', { method: 'POST', role: 'operator' })], who);
  const send = (body: string, type: string) =>
    fetch(`${url}/api/take`, { method: 'POST', body, headers: { 'Content-Type': type } });
  expect((await send('{"a', 'application/json')).status).toBe(400);
  expect((await send('x'.repeat(70_000), 'application/json')).status).toBe(413);
  expect((await send('{}', 'text/plain')).status).toBe(400);
  const row = { action: 'request.refuse', actor: 'token:ci', from: '127.0.0.1', target: 'POST /api/take' };
  expect(noted).toEqual([
    { ...row, because: 'the body is not JSON' },
    { ...row, because: 'a body has at most 65536 bytes' },
    { ...row, because: 'the body must be JSON, with Content-Type: application/json' },
  ]);
});

it('an order to an address that is none is refused, and noted when it carries what proves somebody', async () => {
  const ada: Principal = { kind: 'token', id: '1', name: 'ada', role: 'operator', credentialId: '1' };
  const { url, noted } = await serve([route('/api/changes/:id/undo', { method: 'POST' })], ada);
  const headers = { Authorization: 'Bearer x', 'Content-Type': 'application/json' };
  for (const id of ['%2e%2e%2fchanges', 'a%00b', 'x'.repeat(200)])
    expect((await fetch(`${url}/api/changes/${id}/undo`, { method: 'POST', headers, body: '{}' })).status).toBe(405);
  expect(noted).toHaveLength(3);
  expect(noted[1]).toEqual({
    action: 'request.refuse',
    actor: 'token:ada',
    from: '127.0.0.1',
    target: 'POST /api/changes/a%00b/undo',
    because: 'this address takes GET, HEAD',
  });
  expect((await fetch(`${url}/api/nothing`, { method: 'POST', body: '{}' })).status).toBe(405);
  expect((await fetch(`${url}/api/nothing`, { headers })).status).toBe(404);
  expect(noted).toHaveLength(3);
});

it('refusals are told in the language of the one who reads, where they were written in it', async () => {
  const words = { en: 'too many at once', 'zh-CN': '一次太多' };
  const refuse = (message: string | typeof words) => () => {
    throw new ProtocolError('overloaded', 'api', message);
  };
  const { url } = await serve([
    route('/api/busy', { parameters: [], answer: refuse(words) }),
    route('/api/plain', { parameters: [], answer: refuse('too many') }),
  ]);
  const read = async (path: string, language = 'zh-CN') =>
    (await fetch(`${url}${path}`, { headers: { 'Accept-Language': language } })).json();
  expect(await read('/api/busy')).toEqual({ error: { code: 'overloaded', message: '一次太多' } });
  expect(await read('/api/busy', 'fr')).toEqual({ error: { code: 'overloaded', message: 'too many at once' } });
  expect(await read('/api/plain')).toEqual({ error: { code: 'overloaded', message: 'too many' } });
});

it('texts are given in the language that is asked for, chosen, or accepted, and in English without any', async () => {
  const said = { title: { en: 'Full.', 'zh-CN': '已满。' } };
  const { url } = await serve([
    route('/api/said', { parameters: [], texts: true, answer: () => ({ body: said }) }),
    route('/api/plain', { parameters: [] }),
  ]);
  const read = async (query: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${url}/api/said${query}`, { headers });
    return [await answer.json(), answer.headers.get('content-language')];
  };
  const english = [{ title: 'Full.' }, 'en'];
  const chinese = [{ title: '已满。' }, 'zh-CN'];
  expect(await read('')).toEqual(english);
  expect(await read('?lang=zh-CN')).toEqual(chinese);
  expect(await read('', { 'Accept-Language': 'zh-CN,zh;q=0.9,en;q=0.8' })).toEqual(chinese);
  expect(await read('', { 'Accept-Language': 'zh-CN', Cookie: 'a=1; netstrata-locale=en' })).toEqual(english);
  expect(await read('?lang=zh-CN', { Cookie: 'netstrata-locale=en' })).toEqual(chinese);
  expect(await read('?lang=de')).toEqual([
    { error: { code: 'bad-request', message: 'parameter "lang" must be one of en, zh-CN' } },
    null,
  ]);
  expect((await fetch(`${url}/api/plain?lang=en`)).status).toBe(400);
});
