import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { gatePages } from './pageGate.ts';

/** Where a path leads to, as it is: a client of URLs would take steps up out of it. */
async function doorFor(dev: boolean) {
  const pages = (_: unknown, response: { end(text: string): unknown }) => void response.end('a page');
  const gate = gatePages({
    identify: async () => undefined,
    dev,
    openWall: () => undefined,
    onError: (error) => expect.unreachable(String(error)),
    pages,
  });
  const server = createServer(gate);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return (path: string) =>
    new Promise<string>((answered, failed) => {
      request({ port, path, host: '127.0.0.1', agent: false }, (response) => {
        response.resume();
        answered(response.headers.location ?? String(response.statusCode));
      })
        .on('error', failed)
        .end();
    });
}

it('shows strangers what the page of sign-in is made of, and by no way round a page of hosts', async () => {
  const ask = await doorFor(false);
  for (const open of ['/sign-in', '/welcome', '/_next/static/chunks/a.js', '/_next/static/chunks/[...all]-1.js'])
    expect(await ask(open), open).toBe('200');
  for (const path of ['/', '/hosts/self', '/_next/image?url=x'])
    expect(await ask(path), path).toBe(`/sign-in?next=${encodeURIComponent(path)}`);
  for (const path of [
    '/_next/static/../../hosts/self',
    '/_next/static/%2e%2E/x',
    '/_next/static/.%2e/x',
    '/_next/static/..',
  ])
    expect(await ask(path), path).toMatch(/^\/sign-in\?next=/);
});
