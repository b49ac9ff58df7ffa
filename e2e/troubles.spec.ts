import { createNamespace, labSupport, type Namespace, Product, startWorkload } from '@netstrata/lab';
import { expect, type Page, test } from '@playwright/test';
import { type LayerName, layerOf, openStack } from './page.ts';

const support = labSupport();
test.skip(!support.ok, support.reason);

/** Queueing disciplines are read every fifth second. */
const SOON = { timeout: 120_000 };
const PORT = 9;
const HERE = { address: '10.9.0.1', mac: '02:00:00:00:00:01' };
const THERE = { address: '10.9.0.2', mac: '02:00:00:00:00:02' };

let namespace: Namespace;
let peer: Namespace;
let product: Product;
test.beforeAll(async () => {
  namespace = await createNamespace();
  peer = await createNamespace();
  const pair = ['link', 'add', 'out', 'address', HERE.mac, 'type', 'veth'];
  await namespace.exec('ip', [...pair, 'peer', 'name', 'far', 'address', THERE.mac, 'netns', peer.name]);
  for (const [where, device, own, other] of [
    [namespace, 'out', HERE, THERE],
    [peer, 'far', THERE, HERE],
  ] as const) {
    await where.exec('ip', ['addr', 'add', `${own.address}/24`, 'dev', device]);
    await where.exec('ip', ['link', 'set', device, 'up']);
    const neighbour = ['neigh', 'replace', other.address, 'lladdr', other.mac, 'dev', device, 'nud', 'permanent'];
    await where.exec('ip', neighbour);
  }
  product = await Product.start({ namespace, cpuBudget: 50 });
});
test.afterAll(async () => {
  await product?.[Symbol.asyncDispose]();
  await namespace?.[Symbol.asyncDispose]();
  await peer?.[Symbol.asyncDispose]();
});

const troubleOf = (page: Page, layer: LayerName, title: string | RegExp) =>
  layerOf(page, layer).getByRole('listitem').filter({ hasText: title }).getByRole('button');

test('packets whose sender cannot be reached the way they came: refused, and told on the stack', async ({ page }) => {
  await namespace.sysctl('net.ipv4.conf.all.rp_filter', 1);
  await openStack(page, product);
  const title = 'Arrived packets refused, the way back leads through another interface (rp_filter)';
  await expect(layerOf(page, 'network')).toHaveAttribute('data-state', 'calm');
  await expect(troubleOf(page, 'network', title)).toHaveCount(0);

  // No route of ours leads to this sender.
  await peer.exec('ip', ['addr', 'add', '192.0.2.7/32', 'dev', 'far']);
  await peer.exec('ip', ['route', 'replace', HERE.address, 'dev', 'far', 'src', '192.0.2.7']);
  const forged = { address: HERE.address, port: PORT, perSecond: 50, burst: 5, total: 100_000, seconds: 600 };
  await using burst = startWorkload('udpBurst', forged, peer);
  await burst.ready;
  await expect(troubleOf(page, 'network', title)).toBeVisible(SOON);
  await expect(layerOf(page, 'network')).toHaveAttribute('data-state', 'busy');
  await expect(layerOf(page, 'network')).toContainText('arrived packets refused');
  const refused = (await namespace.counters('/proc/net/netstat')).get('TcpExt.IPReversePathFilter');
  expect(refused).toBeGreaterThan(5);

  await burst.stop();
  await peer.exec('ip', ['route', 'del', HERE.address, 'dev', 'far']);
  await expect(layerOf(page, 'network')).toHaveAttribute('data-state', 'calm', SOON);
});

test('a queue of one packet behind a shaper: what it drops and what the shaper holds back', async ({ page }) => {
  await openStack(page, product);
  const link = layerOf(page, 'link');
  await expect(link).toHaveAttribute('data-state', 'calm');
  const shaper = ['qdisc', 'add', 'dev', 'out', 'root', 'handle', '1:', 'tbf'];
  await namespace.exec('tc', [...shaper, 'rate', '100kbit', 'burst', '1600', 'limit', '30000']);
  await namespace.exec('tc', ['qdisc', 'add', 'dev', 'out', 'parent', '1:1', 'handle', '2:', 'pfifo', 'limit', '1']);
  const flood = { address: THERE.address, port: PORT, size: 1000, perSecond: 200, burst: 5, total: 100_000 };
  await using burst = startWorkload('udpBurst', { ...flood, seconds: 600 }, namespace);
  await burst.ready;

  await expect(troubleOf(page, 'link', 'out: packets to send dropped, its queue is full (tbf)')).toBeVisible(SOON);
  const held = troubleOf(page, 'link', 'out: packets to send held back, at the rate or limit set for tbf');
  await expect(held).toBeVisible(SOON);
  await expect(link).toHaveAttribute('data-state', 'saturated');
  await expect(link).toContainText('its queue is full (tbf): ');
  const counted = JSON.parse((await namespace.exec('tc', ['-s', '-j', 'qdisc', 'show', 'dev', 'out'])).stdout);
  const root = (counted as { kind: string; drops: number; overlimits: number }[]).find(({ kind }) => kind === 'tbf');
  expect(root?.drops).toBeGreaterThan(100);
  expect(root?.overlimits).toBeGreaterThan(0);

  await burst.stop();
  await expect(link).toHaveAttribute('data-state', 'calm', SOON);
});
