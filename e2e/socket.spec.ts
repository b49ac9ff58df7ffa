import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';
import { Product } from '@netstrata/lab';
import { expect, type Page, test } from '@playwright/test';
import { openStack } from './page.ts';

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(async () => product[Symbol.asyncDispose]());

/** Both ends of a connection of this very process, one of them with its cookie. */
interface Pair extends AsyncDisposable {
  readonly client: Socket;
  readonly cookie: string;
}

const pairOf = async (): Promise<Pair> => {
  const server = createServer((peer) => peer.on('error', () => {}).resume()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const client = createConnection(port, '127.0.0.1');
  await once(client, 'connect');
  const local = client.localPort;
  let cookie: string | undefined;
  // The agent may not have said its first word yet.
  await expect(async () => {
    const path = `/api/v1/hosts/self/sockets?filter=port:${local}&limit=50`;
    const { sockets } = await product.api<{ sockets: { cookie: string; localPort: number }[] }>(path);
    cookie = sockets.find(({ localPort }) => localPort === local)?.cookie;
    expect(cookie).toBeDefined();
  }).toPass();
  return {
    client,
    cookie: cookie ?? '',
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

const sheet = (page: Page) => page.getByRole('dialog');
const acked = (page: Page) => sheet(page).locator('details').filter({ hasText: 'tcpi_bytes_acked' });

test('a chosen socket: its numbers come over the live line each second, until it is closed', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await using pair = await pairOf();
  await openStack(page, product, `?socket=${pair.cookie}`);
  await expect(sheet(page)).toContainText(`127.0.0.1:${pair.client.localPort}`);
  await expect(acked(page)).not.toContainText('48.8 KiB');

  pair.client.write(Buffer.alloc(50_000));
  await expect(acked(page)).toContainText('48.8 KiB');
  await expect(sheet(page)).toContainText('TCP_NODELAY');
  expect(asked.filter((path) => path.includes('/sockets/'))).toEqual([]);

  pair.client.resetAndDestroy();
  await expect(sheet(page).getByRole('status')).toHaveText(
    'This socket is closed. What follows was true a moment before.',
  );
  await expect(acked(page)).toContainText('48.8 KiB');
});

test('a socket that never was, an agent that died and a server that died are told apart', async ({ page }) => {
  await openStack(page, product, '?socket=fffffffffffffff1');
  await expect(sheet(page).getByRole('status')).toContainText('There is no such socket any more');

  await using pair = await pairOf();
  await openStack(page, product, `?socket=${pair.cookie}`);
  await expect(sheet(page)).toContainText(`127.0.0.1:${pair.client.localPort}`);
  await product.killAgent('SIGKILL');
  await expect(sheet(page).getByRole('status')).toContainText(/The agent of this host is silent since|does not answer/);
  await expect(sheet(page).getByRole('status')).toContainText('silent since');
  await expect(sheet(page).locator('.stale-aware')).toHaveCSS('filter', 'grayscale(1)');
  product.startAgent();
  await expect(sheet(page).getByRole('status')).toHaveText('');

  await product.killServer('SIGKILL');
  await expect(sheet(page).getByRole('status')).toContainText('Connection lost');
  await product.startServer();
  await expect(sheet(page).getByRole('status')).toHaveText('');
  pair.client.write(Buffer.alloc(50_000));
  await expect(acked(page)).toContainText('48.8 KiB');
});
