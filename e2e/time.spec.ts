import { readFileSync } from 'node:fs';
import { Product } from '@netstrata/lab';
import { expect, type Page, test } from '@playwright/test';
import { openStack, violationsOf } from './page.ts';

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(async () => product[Symbol.asyncDispose]());

const control = (page: Page) => page.getByRole('banner').getByRole('group', { name: 'Time' });
const sheet = (page: Page) => page.getByRole('dialog');
const chart = (page: Page) => sheet(page).locator('[data-chart]');
const iso = (timeMs: number) => new Date(Math.floor(timeMs / 1000) * 1000).toISOString().replace('.000Z', 'Z');

interface Band {
  readonly series: readonly {
    readonly points: readonly (readonly [number, number | null, number | null, number | null])[];
  }[];
}

/** What the kernel has counted since boot. */
const inSegs = (): number => {
  const [, heads = '', values = ''] = /^Tcp: (.*)\nTcp: (.*)$/m.exec(readFileSync('/proc/net/snmp', 'utf8')) ?? [];
  return Number(values.split(' ')[heads.split(' ').indexOf('InSegs')]);
};

test('the time is chosen once, is in the address, and goes along from page to page', async ({ page }) => {
  await openStack(page, product);
  await control(page)
    .getByRole('button', { name: /^Time shown/ })
    .click();
  await page.getByRole('button', { name: 'Last hour' }).click();
  await expect(page).toHaveURL(/\?last=1h$/);
  await expect(control(page)).toHaveAttribute('data-time', 'last');
  await page.getByRole('link', { name: 'Changes' }).click();
  await expect(page).toHaveURL(/\/changes\?last=1h$/);
  await page.getByRole('link', { name: 'Hosts' }).click();
  await expect(page).toHaveURL(/\/hosts$/);
  await page.getByRole('link', { name: 'Stack', exact: true }).click();
  await expect(page).toHaveURL(/\/\?last=1h$/);
  await control(page).getByRole('button', { name: 'Back to live' }).click();
  await expect(page).toHaveURL(/\/$/);
  await page.goBack();
  await expect(control(page)).toHaveAttribute('data-time', 'last');
});

test('a sheet that Back has closed does not make the next page forget the time', async ({ page }) => {
  await openStack(page, product, '?last=1h');
  await page
    .locator('[data-layer="transport"]')
    .getByRole('button', { name: /^Transport/ })
    .click();
  await expect(sheet(page)).toBeVisible();
  await page.goBack();
  await expect(sheet(page)).toHaveCount(0);
  await page.getByRole('link', { name: 'Interfaces' }).click();
  await expect(page).toHaveURL(/\/interfaces\?last=1h$/);
});

test('with the keyboard: earlier, later, live', async ({ page }) => {
  await openStack(page, product);
  await page.keyboard.press('[');
  await expect(page).toHaveURL(/\?from=[^&]+Z&to=[^&]+Z$/);
  await expect(control(page)).toHaveAttribute('data-past', 'true');
  await page.keyboard.press(']');
  await expect(page).toHaveURL(/\/$/);
  await expect(control(page)).not.toHaveAttribute('data-past', 'true');
  await page.keyboard.press('[');
  await expect(control(page)).toHaveAttribute('data-past', 'true');
  await page.keyboard.press('l');
  await expect(page).toHaveURL(/\/$/);
});

test('an address that cannot be meant shows the present', async ({ page }) => {
  await openStack(page, product, '?from=now&to=%3Cscript%3E&last=__proto__');
  await expect(control(page)).toHaveAttribute('data-time', 'live');
});

test('a chart draws what the kernel counted, and a stretch drawn over it becomes the time', async ({ page }) => {
  const startMs = Date.now();
  await openStack(page, product, '?metric=transport.tcp.inSegs');
  await expect(chart(page).locator('.recharts-line-curve')).toHaveAttribute('d', /\d/);
  const before = inSegs();
  const known = async () => {
    const { series } = await product.api<Band>(
      `/api/v1/hosts/self/metrics?ids=transport.tcp.inSegs&as=band&from=${startMs}&step=1000`,
    );
    return (series[0]?.points ?? []).filter(([, mean]) => mean !== null);
  };
  await expect.poll(async () => (await known()).length).toBeGreaterThan(0);
  for (const [, mean, low, high] of await known()) {
    expect(low ?? 0).toBeLessThanOrEqual(mean ?? 0);
    expect(mean ?? 0).toBeLessThanOrEqual(high ?? 0);
  }
  // The page itself talks to the server.
  await expect.poll(() => inSegs() - before).toBeGreaterThan(0);

  await chart(page).getByText('The numbers as a table').click();
  await expect(chart(page).getByRole('row').nth(1)).toContainText('/s');

  const drawn = /from=[^&]+Z&to=[^&]+Z/;
  // What comes in while somebody draws may move the chart: then they draw again.
  await expect(async () => {
    if (drawn.test(page.url())) return;
    const box = await chart(page).locator('.recharts-cartesian-grid').boundingBox();
    if (box === null) throw new Error('the chart has no grid');
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width - 40, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 20, y, { steps: 4 });
    await page.mouse.move(box.x + box.width - 3, y, { steps: 4 });
    await page.mouse.up();
    await expect(page).toHaveURL(drawn, { timeout: 5000 });
  }).toPass();
  await page.goBack();
  await expect(page).toHaveURL(/\?metric=transport\.tcp\.inSegs$/);
});

test('a link to what is over shows the stack as it was then, and says so', async ({ page }) => {
  // Some seconds of history that are over.
  const storedFrom = () =>
    product.api<{ storedFromMs: number | null }>('/api/v1/hosts/self').then(
      ({ storedFromMs }) => storedFromMs ?? Number.NaN,
      () => Number.NaN,
    );
  await expect.poll(async () => Date.now() - (await storedFrom())).toBeGreaterThan(5000);
  const toMs = Math.floor(Date.now() / 1000) * 1000 - 2000;
  const stackAt = async (timeMs: number) =>
    (await product.api<{ stack: { timeMs: number } }>(`/api/v1/hosts/self/stack?at=${timeMs}`)).stack;
  // What is stored of that moment is whole once there is something after it.
  await expect.poll(async () => (await stackAt(Date.now())).timeMs).toBeGreaterThan(toMs);
  await openStack(page, product, `?from=${iso(toMs - 10_000)}&to=${iso(toMs)}`);
  const notice = page.getByRole('status').filter({ hasText: 'The stack as it was at' });
  await expect(notice).toContainText('limits are those of now');
  const shownMs = Number(await notice.getAttribute('data-past'));
  expect(shownMs).toBeLessThanOrEqual(toMs + 1000);
  expect(shownMs).toBe((await stackAt(toMs)).timeMs);
  expect(await violationsOf(page)).toEqual([]);
  await notice.getByRole('button', { name: 'Back to live' }).click();
  await expect(notice).toHaveCount(0);
});

test('a link is read by the clock of the reader, wherever the server is', async ({ browser }) => {
  await using context = await browser.newContext({ timezoneId: 'Asia/Kathmandu' });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  const toMs = Date.UTC(2026, 0, 5, 7, 0, 0);
  const query = `?from=${iso(toMs - 120_000)}&to=${iso(toMs)}`;
  await openStack(page, product, query);
  // A quarter to six ahead of Greenwich.
  await expect(page.getByText(/Jan 5, 2026, 12:45:00/)).toBeVisible();
  // Nothing is stored of then: the picture is not the live one.
  await expect(page.locator('[data-verdict="unknown"]')).toBeVisible();
  await expect(page.locator('[data-layer][data-state="unknown"]')).toHaveCount(5);
  for (const path of ['', 'sockets', 'processes', 'interfaces', 'metrics', 'changes']) {
    await page.goto(new URL(`${path}${query}`, product.url).href);
    await expect(control(page)).toContainText('Jan 5 12:43:00 – Jan 5 12:45:00');
  }
  expect(errors).toEqual([]);
});

test('the state of the host is copied as Markdown', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openStack(page, product);
  await page.getByRole('button', { name: 'Copy as Markdown: the state of this host for an incident report' }).click();
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(clipboard).toContain('# ');
  const report = await clipboard();
  const { facts } = await product.api<{ facts: { hostname: string; kernelRelease: string } }>('/api/v1/hosts/self');
  expect(report).toContain(`# ${facts.hostname}: `);
  expect(report).toContain(`Linux ${facts.kernelRelease}`);
  expect(report.match(/^\| (Application|Socket|Transport|Network|Link) \|/gm)).toHaveLength(5);
});
