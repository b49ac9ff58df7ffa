import { createNamespace, labSupport, type Namespace, Product, startWorkload } from '@netstrata/lab';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { overflowOf, pressIn, signIn, violationsOf } from './page.ts';

const support = labSupport();
test.skip(!support.ok, support.reason);

let namespace: Namespace;
let product: Product;
test.beforeAll(async () => {
  namespace = await createNamespace();
  // On a crowded machine the agent would look at sockets less often to keep its budget.
  product = await Product.start({ namespace, cpuBudget: 50 });
  await namespace.sysctl('net.core.somaxconn', 8);
});
test.afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await namespace[Symbol.asyncDispose]();
});

const SOON = { timeout: 120_000 };
const open = async (page: Page, path = '/processes'): Promise<void> => {
  await signIn(page.context(), product);
  await page.goto(new URL(path, product.url).href);
  await expect(page.locator('[data-freshness="live"]')).toBeVisible();
};
const listeners = (page: Page): Locator => page.getByRole('region', { name: 'Listeners' });
const rowOf = (page: Page, port: number): Locator =>
  listeners(page)
    .getByRole('row')
    .filter({ hasText: `:${port}` });
const sheet = (page: Page): Locator => page.getByRole('dialog');
/** Recv-Q, Send-Q and the drops of a listener, as `ss` has them. */
const listenerIn = async (port: number) => {
  const { stdout } = await namespace.exec('ss', ['-HltnmO', `sport = :${port}`]);
  const [, queue, backlog] = /^LISTEN +(\d+) +(\d+) /.exec(stdout) ?? [];
  return { queue: Number(queue), backlog: Number(backlog), drops: Number(/,d(\d+)\)/.exec(stdout)?.[1]) };
};
/** Longer than a test lasts. */
const flooding = { total: 10_000, perSecond: 16, giveUpMs: 1500, seconds: 600 };

test('an accept queue that overflows is first, with what somaxconn cut, and leads to its process', async ({ page }) => {
  await open(page);
  // The program asks for 128, and net.core.somaxconn cuts it.
  await using stalled = startWorkload('stalledListener', { backlog: 128, seconds: 600 }, namespace);
  const { port } = await stalled.ready;
  await using flood = startWorkload('connectFlood', { ...flooding, port }, namespace);
  const row = rowOf(page, port);
  await expect(row.locator('meter')).toHaveAttribute('aria-valuetext', '9 of 8');
  await expect(row).toContainText('as large as net.core.somaxconn');
  await expect(listeners(page).getByRole('row').nth(1)).toContainText(`:${port}`);
  expect(await listenerIn(port)).toMatchObject({ queue: 9, backlog: 8 });

  await row.getByRole('button', { name: `node ${stalled.pid}: listeners, sockets and advice` }).click();
  await expect(page).toHaveURL(new RegExp(`\\?pid=${stalled.pid}$`));
  await expect(sheet(page)).toHaveAccessibleName(new RegExp(`node pid ${stalled.pid}`));
  await expect(sheet(page).getByRole('region', { name: 'Listens at' }).locator('meter')).toHaveAttribute(
    'aria-valuetext',
    '9 of 8',
  );
  const limits = await namespace.readFile(`/proc/${stalled.pid}/limits`);
  const [, soft] = /^Max open files +(\d+)/m.exec(limits) ?? [];
  await expect(sheet(page).getByRole('meter', { name: 'Open files' })).toHaveAttribute(
    'aria-valuetext',
    new RegExp(`^\\d+ of ${Number(soft) < 1000 ? soft : '[\\d.]+[kM]'}$`),
  );
  const advice = sheet(page).getByRole('region', { name: 'Advice' });
  await expect(advice.getByRole('listitem').filter({ hasText: /stopped accepting/ })).toBeVisible(SOON);
  await pressIn(sheet(page), 'Escape');
  await expect(page).toHaveURL(/\/processes$/);

  // What it refused, to the digit, once nobody comes any more.
  await flood.stop();
  const refused = async () => Number((await row.locator('td').nth(4).textContent())?.replaceAll(/\D/g, ''));
  await expect.poll(async () => (await refused()) === (await listenerIn(port)).drops).toBe(true);
  expect((await listenerIn(port)).drops).toBeGreaterThan(0);
});

test('of a port that several serve the one that does not keep up is named', async ({ page }) => {
  await open(page);
  const shared = { reusePort: true, backlog: 8, seconds: 600 };
  await using stalled = startWorkload('stalledListener', shared, namespace);
  const { port } = await stalled.ready;
  await using eager = startWorkload('stalledListener', { ...shared, port, acceptAfterMs: 0 }, namespace);
  await eager.ready;
  await using flood = startWorkload('connectFlood', { ...flooding, port }, namespace);
  const card = page.locator('[data-balance]').filter({ hasText: `:${port}` });
  await expect(card).toHaveAttribute('data-balance', 'gap');
  await expect(card).toContainText(
    `node (pid ${stalled.pid}, stalledListener.ts) does not keep up: 9 of 8 wait for it`,
  );
  await expect(card).toContainText('2 sockets, 2 processes');
  await expect(rowOf(page, port)).toContainText('2 sockets');
  const { stdout } = await namespace.exec('ss', ['-HltnO', `sport = :${port}`]);
  expect(stdout).toMatch(/^LISTEN 9 +8 /m);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violationsOf(page)).toEqual([]);
  }
  await flood.stop();
});

test('processes are found and ordered in the address; UDP, a phone and Chinese', async ({ page, context }) => {
  await using sink = startWorkload('stalledListener', { backlog: 4, seconds: 600 }, namespace);
  const { port } = await sink.ready;
  await open(page);
  const processes = page.getByRole('region', { name: 'Processes', exact: true });
  const rows = processes.locator('tbody').getByRole('row');
  await processes.getByRole('searchbox').fill(`:${port}`);
  await expect(page).toHaveURL(new RegExp(`q=%3A${port}$`));
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(`pid ${sink.pid}`);
  await processes.getByRole('searchbox').fill('zebra');
  await expect(processes).toContainText('No process matches.');
  await processes.getByRole('searchbox').fill('');
  await processes.getByRole('button', { name: 'Open files' }).click();
  await expect(page).toHaveURL(/sort=files$/);
  await page.reload();
  await expect(processes.getByRole('columnheader', { name: 'Open files' })).toHaveAttribute('aria-sort', 'descending');

  await listeners(page).getByRole('tab', { name: 'UDP' }).click();
  await expect(page).toHaveURL(/listen=udp/);
  await expect(listeners(page)).toContainText('No UDP socket of this host is bound to a port.');
  await expect(listeners(page)).toContainText('waits for datagrams');
  await expect(listeners(page)).not.toContainText('accept()');

  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => overflowOf(page)).toBe(0);
  await context.addCookies([{ name: 'netstrata-locale', value: 'zh-CN', url: product.url }]);
  await open(page, `/processes?pid=${sink.pid}`);
  await expect(sheet(page).getByRole('heading', { name: '受什么限制' })).toBeVisible();
  await expect(sheet(page).getByText(`127.0.0.1:${port}`)).toBeVisible();
  await expect.poll(() => overflowOf(page)).toBe(0);
  expect(await violationsOf(page)).toEqual([]);
});
