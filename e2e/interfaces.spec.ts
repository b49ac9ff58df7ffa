import { createNamespace, labSupport, type Namespace, Product, startWorkload } from '@netstrata/lab';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { overflowOf, pressIn, signIn, violationsOf } from './page.ts';

const support = labSupport();
test.skip(!support.ok, support.reason);

let namespace: Namespace;
let product: Product;
test.beforeAll(async () => {
  namespace = await createNamespace();
  await namespace.exec('ip', ['link', 'add', 'card0', 'type', 'veth', 'peer', 'name', 'card1']);
  await namespace.exec('ip', ['addr', 'add', '192.0.2.1/24', 'dev', 'card0']);
  await namespace.exec('ip', ['neigh', 'add', '192.0.2.2', 'lladdr', '02:00:00:00:00:02', 'dev', 'card0']);
  for (const device of ['card0', 'card1']) await namespace.exec('ip', ['link', 'set', device, 'up']);
  const shaper = ['root', 'tbf', 'rate', '256kbit', 'burst', '3kb', 'limit', '6kb'];
  await namespace.exec('tc', ['qdisc', 'add', 'dev', 'card0', ...shaper]);
  product = await Product.start({ namespace, allowApply: true });
});
test.afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await namespace[Symbol.asyncDispose]();
});

const open = async (page: Page, path = '/interfaces'): Promise<void> => {
  await signIn(page.context(), product);
  await page.goto(new URL(path, product.url).href);
  await expect(page.locator('[data-freshness="live"]')).toBeVisible();
};
const card = (page: Page, device: string): Locator => page.locator(`[data-device="${device}"]`);
const sheet = (page: Page): Locator => page.getByRole('dialog');
const shaperDrops = async (): Promise<number> => {
  const { stdout } = await namespace.exec('tc', ['-s', '-j', 'qdisc', 'show', 'dev', 'card0']);
  const [qdisc] = JSON.parse(stdout) as readonly { readonly drops: number }[];
  return qdisc?.drops ?? Number.NaN;
};
/** Packets that each CPU has processed, as the kernel's own table has it. */
const processed = async (): Promise<readonly number[]> =>
  (await namespace.readFile('/proc/net/softnet_stat'))
    .trim()
    .split('\n')
    .map((line) => Number.parseInt(line.split(' ')[0] ?? '', 16));
const number = async (of: Locator): Promise<number> => Number((await of.textContent())?.replaceAll(',', ''));

test('a device is a card, its losses are named, and a setting of it is changed from its sheet', async ({ page }) => {
  await open(page);
  await expect(card(page, 'card0')).toContainText('up, 10.0 Gbit/s, full duplex, virtual');
  await expect(card(page, 'card0')).toContainText('tbf · at most 256 kbit/s');
  await expect(card(page, 'lo')).toContainText('no speed: a virtual device has no wire');
  // More datagrams than the shaper has room for: it drops the rest.
  const burst = { address: '192.0.2.2', port: 9, total: 400, size: 1200, perSecond: 4000, seconds: 600 };
  await using sender = startWorkload('udpBurst', burst, namespace);
  await sender.done;
  await expect.poll(shaperDrops).toBeGreaterThan(100);
  const dropped = await shaperDrops();

  await page.getByRole('button', { name: 'card0: settings, queues and counters' }).click();
  await expect(page).toHaveURL(/\?device=card0$/);
  await expect(sheet(page)).toHaveAccessibleName('card0');
  const losses = sheet(page).getByRole('region', { name: 'Errors and drops' });
  await expect(losses.getByRole('row').filter({ hasText: 'Qdisc drops' })).toContainText(String(dropped));
  const qdiscs = sheet(page).getByRole('region', { name: 'Queueing disciplines' });
  await expect(qdiscs.getByRole('row').filter({ hasText: 'tbf' })).toContainText(String(dropped));

  // A figure opens what it means and how it was, over the device; Escape leads back to it.
  await losses.getByRole('button', { name: 'Qdisc drops' }).click();
  await expect(page).toHaveURL(/device=card0&metric=link\.qdisc\.drops&of=device:card0/);
  await expect(sheet(page).last()).toHaveAccessibleName('Qdisc drops');
  await pressIn(sheet(page).last(), 'Escape');
  await expect(sheet(page)).toHaveAccessibleName('card0');

  await sheet(page).getByRole('button', { name: 'Change Send queue length' }).click();
  await expect(sheet(page).getByTestId('current')).toContainText('1000');
  await sheet(page).getByLabel('Proposed').fill('777');
  await sheet(page).getByRole('button', { name: 'Apply', exact: true }).click();
  const bar = page.getByRole('region', { name: 'Change that waits for a decision' });
  await expect(bar.first().locator('[data-state="pending"]')).toContainText('sysfs.tx_queue_len');
  const queueLength = async () =>
    JSON.parse((await namespace.exec('ip', ['-j', 'link', 'show', 'dev', 'card0'])).stdout)[0].txqlen as number;
  expect(await queueLength()).toBe(777);
  await expect(sheet(page)).toContainText('777');
  await bar.last().getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(queueLength).toBe(1000);

  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/interfaces$/);
});

test('the work of each CPU is a map that is read by the keyboard, with the numbers of the kernel behind it', async ({
  page,
}) => {
  await open(page, '/interfaces?cpus=processed');
  const panel = page.getByRole('region', { name: 'CPUs', exact: true });
  const map = panel.getByRole('button', { name: /^Packets processed of \d+ CPUs?, / });
  await map.press('ArrowRight');
  await expect(panel.getByRole('status')).toHaveText(/^CPU 0, .+: (\d|not known)/);
  // The newest column is known, as soon as a step of two seconds is over.
  await expect(panel.getByRole('status')).toHaveText(/^CPU 0, .+: \d.*\/s$/);
  const cell = panel
    .getByRole('row')
    .filter({ hasText: /CPU 0(?!\d)/ })
    .locator('td')
    .nth(6)
    .locator('span')
    .last();
  const before = (await processed())[0] ?? Number.NaN;
  await expect.poll(() => number(cell)).toBeGreaterThanOrEqual(before);
  const shown = await number(cell);
  expect(shown).toBeLessThanOrEqual((await processed())[0] ?? Number.NaN);
  await panel.getByLabel('Show').selectOption('netRx');
  await expect(page).toHaveURL(/cpus=netRx/);
  await expect(panel.getByRole('button', { name: /^NET_RX runs of / })).toBeVisible();
});

test('it can be read by everybody: both themes, a phone, Chinese', async ({ page, context }) => {
  await open(page);
  await expect(card(page, 'card0')).toContainText('tbf');
  await expect(page.getByRole('button', { name: /^Time in softirq of / })).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violationsOf(page)).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => overflowOf(page)).toBe(0);
  await context.addCookies([{ name: 'netstrata-locale', value: 'zh-CN', url: product.url }]);
  await open(page, '/interfaces?device=card0');
  await expect(sheet(page).getByRole('heading', { name: '设置' })).toBeVisible();
  await expect(sheet(page).getByRole('button', { name: '修改 发送队列长度' })).toBeVisible();
  await expect.poll(() => overflowOf(page)).toBe(0);
  expect(await violationsOf(page)).toEqual([]);
});
