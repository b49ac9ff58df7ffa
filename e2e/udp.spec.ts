import { createNamespace, labSupport, type Namespace, Product, startWorkload } from '@netstrata/lab';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { layerOf, openStack } from './page.ts';

const support = labSupport();
test.skip(!support.ok, support.reason);

let namespace: Namespace;
let product: Product;
test.beforeAll(async () => {
  namespace = await createNamespace();
  // On a crowded machine the agent would look at sockets less often to keep its budget, and the rules need their looks.
  product = await Product.start({ namespace, cpuBudget: 50 });
});
test.afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await namespace[Symbol.asyncDispose]();
});

/** Rules look back some seconds before they speak, and half a minute before they fall silent. */
const SOON = { timeout: 120_000 };
const cardOf = (page: Page, port: number): Locator =>
  page.locator('[data-rule="sock-udp-rcvbuf-errors"]').filter({ hasText: `127.0.0.1:${port}` });

interface Advice {
  readonly id: string;
  readonly severity: string;
  readonly evidence: readonly { readonly metric: string; readonly value: number }[];
  readonly changes: readonly { readonly tunable: string; readonly current: string; readonly proposed: string }[];
  readonly actions: readonly string[];
}
const adviceOn = async (port: number): Promise<Advice | undefined> => {
  const { advice } = await product.api<{ advice: Advice[] }>('/api/v1/hosts/self/advice');
  return advice.find(({ id }) => id === `sock-udp-rcvbuf-errors:127.0.0.1:${port}`);
};
const evidenceOf = (advice: Advice | undefined, metric: string) =>
  advice?.evidence.find((each) => each.metric === metric)?.value;
const droppedSoFar = async (): Promise<number> =>
  (await namespace.counters('/proc/net/snmp')).get('Udp.RcvbufErrors') ?? Number.NaN;

test('bursts that overflow a socket: named, counted to the datagram, and given a larger buffer', async ({ page }) => {
  await openStack(page, product);
  const socketLayer = layerOf(page, 'socket');
  await expect(socketLayer).toHaveAttribute('data-state', 'calm');
  await using sink = startWorkload('udpSink', { mode: 'never', seconds: 600 }, namespace);
  const { port, rcvbuf } = await sink.ready;
  const bursting = { port, size: 200, perSecond: 1000, burst: 100, total: 3000 };
  await using burst = startWorkload('udpBurst', bursting, namespace);

  await expect(socketLayer).toHaveAttribute('data-state', 'saturated');
  await expect(socketLayer).toContainText(`127.0.0.1:${port} is full`);
  expect((await burst.done).sent).toBe(3000);
  const drained = sink.next('drained');
  sink.tell('read');
  const read = Number((await drained)['datagrams']);
  const dropped = await droppedSoFar();
  expect(dropped).toBe(3000 - read);

  const advice = cardOf(page, port);
  await expect(advice).toBeVisible(SOON);
  await expect(advice).toContainText(`node (pid ${sink.pid}`);
  // The socket's own count, the kernel's of the whole namespace, and what the sender sent and the reader read: one number.
  await expect.poll(async () => evidenceOf(await adviceOn(port), 'socket.udp.drops')).toBe(dropped);
  await expect(advice).toContainText(`${dropped} datagrams dropped`);
  // Of one socket nothing is stored: its evidence leads to the socket itself.
  const itself = advice.getByRole('link', { name: /^its sockets now/ }).first();
  await expect(itself).toHaveAttribute('href', new RegExp(`filter=local%3A127\\.0\\.0\\.1\\+sport%3A${port}$`));
  const told = await adviceOn(port);
  expect(evidenceOf(told, 'socket.udp.rcvbufBytes')).toBe(rcvbuf);
  const rmemDefault = await namespace.sysctl('net.core.rmem_default');
  expect(rcvbuf).toBe(Number(rmemDefault));
  expect(told?.changes).toHaveLength(1);
  expect(told?.changes[0]).toMatchObject({ tunable: 'net.core.rmem_default', current: rmemDefault });
  const proposed = Number(told?.changes[0]?.proposed);
  expect(proposed).toBeGreaterThanOrEqual(2 * rcvbuf);
  await expect(advice).toContainText(`sysctl -w net.core.rmem_default=${proposed}`);

  await sink.stop();
  await expect(advice).toHaveCount(0, SOON);
  await expect(socketLayer).toHaveAttribute('data-state', 'calm', SOON);
});

test('a reader that never reads: named, and no buffer is proposed; silent half a minute after it reads again', async ({
  page,
}) => {
  await openStack(page, product);
  const socketLayer = layerOf(page, 'socket');
  await using sink = startWorkload('udpSink', { rcvbuf: 20_000, mode: 'never', seconds: 600 }, namespace);
  const { port, rcvbuf } = await sink.ready;
  expect(rcvbuf).toBe(40_000);
  const flooding = { port, size: 200, perSecond: 100, total: 100_000, seconds: 600 };
  await using flood = startWorkload('udpBurst', flooding, namespace);
  await flood.ready;

  await expect(socketLayer).toHaveAttribute('data-state', 'saturated');
  const advice = cardOf(page, port);
  await expect(advice).toBeVisible(SOON);
  await expect(advice).toHaveAccessibleName(/reads more slowly than datagrams arrive/);
  await expect(advice).toContainText(`node (pid ${sink.pid}`);
  await expect(advice).toContainText('No kernel setting has to be changed.');
  await expect(advice.getByText('sysctl -w')).toHaveCount(0);
  const told = await adviceOn(port);
  expect(told?.changes).toEqual([]);
  for (const action of told?.actions ?? []) expect(action).not.toMatch(/rmem|rcvbuf|setsockopt/i);

  sink.tell('read');
  await expect(socketLayer).toHaveAttribute('data-state', 'calm', SOON);
  // The same socket, the same load: only the reader is another.
  await expect(advice).toHaveCount(0, SOON);
  expect((await namespace.exec('ss', ['-HuanO', `sport = :${port}`])).stdout).toMatch(/^UNCONN /);
});
