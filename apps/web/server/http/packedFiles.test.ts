import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPackedFiles, takesBrotli } from './packedFiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'netstrata-packed-'));
mkdirSync(join(folder, 'chunks'));
writeFileSync(join(folder, 'chunks', 'a.js'), 'alert(1)');
writeFileSync(join(folder, 'chunks', 'a.js.br'), brotliCompressSync('alert(1)'));
writeFileSync(join(folder, 'chunks', 'b.css.br'), brotliCompressSync('p{}'));
writeFileSync(join(folder, 'secret.txt.br'), 'secret');

const packed = openPackedFiles(folder);
const server = createServer((request, response) => {
  if (!packed(request, response)) response.writeHead(418).end();
});
let base = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

const ask = (path: string, encoding = 'gzip, deflate, br', method = 'GET') =>
  fetch(`${base}${path}`, { method, headers: { 'Accept-Encoding': encoding } });

test('a packed script comes packed, with its type, for ever', async () => {
  const response = await ask('/_next/static/chunks/a.js?v=1');
  expect(await response.text()).toBe('alert(1)');
  expect(response.headers.get('content-encoding')).toBe('br');
  expect(response.headers.get('content-type')).toBe('application/javascript; charset=UTF-8');
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(response.headers.get('vary')).toBe('Accept-Encoding');
  expect((await ask('/_next/static/chunks/b.css')).headers.get('content-type')).toBe('text/css; charset=UTF-8');
});

test('HEAD tells the same without the bytes', async () => {
  const response = await ask('/_next/static/chunks/a.js', 'br', 'HEAD');
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('');
});

test.each([
  ['a browser that does not take it', '/_next/static/chunks/a.js', 'gzip', 'GET'],
  ['another method', '/_next/static/chunks/a.js', 'br', 'POST'],
  ['a file that was not packed', '/_next/static/chunks/c.js', 'br', 'GET'],
  ['a step up', '/_next/static/chunks/../chunks/a.js.br', 'br', 'GET'],
  ['an encoded step up', '/_next/static/%2e%2e/chunks/a.js', 'br', 'GET'],
  ['what is neither script nor style', '/_next/static/secret.txt', 'br', 'GET'],
  ['the packed file itself', '/_next/static/chunks/a.js.br', 'br', 'GET'],
])('%s is left to the pages', async (_, path, encoding, method) => {
  expect((await ask(path, encoding, method)).status).toBe(418);
});

test('without packed files everything is left to the pages', () => {
  const none = openPackedFiles(join(folder, 'none'));
  expect(none({ url: '/_next/static/chunks/a.js', method: 'GET', headers: {} } as never, {} as never)).toBe(false);
});

test.each([
  ['br', true],
  ['gzip, br;q=0.5', true],
  ['gzip, br;q=0', false],
  ['gzip, br; q=0.0', false],
  ['gzip', false],
  ['brotli', false],
  [undefined, false],
])('Accept-Encoding %o takes Brotli: %s', (accepted, takes) => {
  expect(takesBrotli(accepted)).toBe(takes);
});
