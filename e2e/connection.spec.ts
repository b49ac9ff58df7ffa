import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Product } from '@netstrata/lab';
import { expect, type Page, test } from '@playwright/test';
import { openStack, violationsOf } from './page.ts';

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(async () => product[Symbol.asyncDispose]());

const notice = (page: Page) => page.getByRole('alert').filter({ hasText: /lost|silent/ });
const numbers = (page: Page) => page.locator('.stale-aware');
/** What a tab behind another one says of the host. */
const tabIcon = (page: Page) => page.locator('link[rel="icon"]');
const badge = (page: Page) => page.locator('[data-freshness]');

/** The moment a notice speaks of: it gives the time of day, and the browser runs in our time zone. */
const sinceOf = async (page: Page): Promise<number> => {
  const [, time = ''] = /(?:since|at) (\d+:\d\d:\d\d(?:\s[AP]M)?)/.exec((await notice(page).textContent()) ?? '') ?? [];
  const today = Date.parse(`${new Date().toDateString()} ${time.replaceAll(/\s/g, ' ')}`);
  // It may have been before midnight.
  return today > Date.now() ? today - 86_400_000 : today;
};
/** It was heard of while the page was open, in whole seconds. */
const expectSince = async (page: Page, openedMs: number): Promise<void> => {
  const sinceMs = await sinceOf(page);
  expect(sinceMs).toBeGreaterThan(openedMs - 1000);
  expect(sinceMs).toBeLessThanOrEqual(Date.now());
};

test('a killed server: the page greys, says since when, and comes back by itself', async ({ page }) => {
  const openedMs = Date.now();
  await openStack(page, product);
  await expect(notice(page)).toHaveCount(0);
  await expect(numbers(page)).toHaveCSS('filter', 'none');

  await product.killServer('SIGKILL');
  await expect(notice(page)).toContainText('Connection lost. No word from the server since');
  await expect(badge(page)).toHaveAttribute('data-freshness', 'lost');
  await expect(numbers(page)).toHaveCSS('filter', 'grayscale(1)');
  await expect(page).toHaveTitle(/^\(–\) .+ · Stack · Netstrata$/);
  await expect(tabIcon(page)).toHaveAttribute('href', '/icon-away.svg');
  await expectSince(page, openedMs);
  expect(await violationsOf(page)).toEqual([]);

  await product.startServer();
  await expect(badge(page)).toHaveAttribute('data-freshness', 'live');
  await expect(notice(page)).toHaveCount(0);
  await expect(numbers(page)).toHaveCSS('filter', 'none');
  await expect(tabIcon(page)).not.toHaveAttribute('href', '/icon-away.svg');
});

test('a server that hangs is found out too, although its connection stays open', async ({ page }) => {
  await openStack(page, product);
  product.signalServer('SIGSTOP');
  try {
    await expect(notice(page)).toContainText('Connection lost. No word from the server since');
    await expect(numbers(page)).toHaveCSS('filter', 'grayscale(1)');
  } finally {
    product.signalServer('SIGCONT');
  }
  await expect(badge(page)).toHaveAttribute('data-freshness', 'live');
});

test('a page that stood still itself blames nobody for what it has yet to hear', async ({ page }) => {
  await openStack(page, product);
  const told = await page.evaluate(async () => {
    const words = () => [...document.querySelectorAll<HTMLElement>('[data-freshness]')].map(({ dataset }) => dataset);
    const seen: (string | undefined)[] = [];
    const watch = new MutationObserver(() => seen.push(...words().map(({ freshness }) => freshness)));
    watch.observe(document.body, { subtree: true, attributeFilter: ['data-freshness'] });
    // Long enough for a server to count as lost.
    for (const until = performance.now() + 4000; performance.now() < until; );
    await new Promise((seenAfter) => setTimeout(seenAfter, 1500));
    watch.disconnect();
    return seen;
  });
  expect(told).toEqual([]);
});

test('a sheet, which covers the page, says it as well', async ({ page }) => {
  await openStack(page, product);
  await page.goto(new URL('/interfaces?device=lo', product.url).href);
  const sheet = page.getByRole('dialog', { name: 'lo', exact: true });
  await expect(sheet.getByRole('heading', { name: 'Offloads' })).toBeVisible();
  // What the sheet asks for may be there before the page has heard anything live, and then there is nothing to lose.
  await expect(badge(page)).toHaveAttribute('data-freshness', 'live');
  product.signalServer('SIGSTOP');
  try {
    await expect(sheet.getByRole('alert')).toContainText('Connection lost. No word from the server since');
    await expect(sheet.locator(':scope > :last-child')).toHaveCSS('filter', 'grayscale(1)');
  } finally {
    product.signalServer('SIGCONT');
  }
  await expect(sheet.getByRole('alert')).toHaveCount(0);
});

test('a killed agent is told apart from a lost server', async ({ page }) => {
  const openedMs = Date.now();
  await openStack(page, product);
  await product.killAgent('SIGKILL');
  await expect(notice(page)).toContainText('Agent silent. The server is reachable, but the agent of this host');
  await expect(badge(page)).toHaveAttribute('data-freshness', 'silent');
  await expect(numbers(page)).toHaveCSS('filter', 'grayscale(1)');
  await expectSince(page, openedMs);
  await expect
    .poll(async () => (await product.api<{ connected: boolean }>('/api/v1/hosts/self')).connected)
    .toBe(false);

  product.startAgent();
  await expect(badge(page)).toHaveAttribute('data-freshness', 'live');
  await expect(notice(page)).toHaveCount(0);
});

interface StoredTick {
  readonly session: number;
  readonly seq: number;
  readonly time_ms: number;
}

/** The ticks on disk of the newest session that are not packed yet, as the database has them: whole windows are, two minutes after their end. */
const storedTicks = (): readonly StoredTick[] => {
  const database = new DatabaseSync(join(product.data, 'history.sqlite'), { readOnly: true, timeout: 10_000 });
  try {
    const sql =
      'SELECT session, seq, time_ms FROM tick_log WHERE session = (SELECT max(id) FROM session) ORDER BY time_ms, seq';
    return database.prepare(sql).all() as unknown as readonly StoredTick[];
  } finally {
    database.close();
  }
};

test('a server killed for more than 8 s under a running agent: history has every tick exactly once', async ({
  page,
}) => {
  await openStack(page, product);
  await expect.poll(() => storedTicks().length).toBeGreaterThan(2);
  await product.killServer('SIGKILL');
  const killedMs = Date.now();
  await expect(notice(page)).toContainText(/\((9|\d\d) s ago\)/);
  const atDeath = storedTicks();
  expect(atDeath.at(-1)?.time_ms).toBeLessThan(killedMs);

  const againMs = Date.now();
  await product.startServer();
  await expect(badge(page)).toHaveAttribute('data-freshness', 'live');
  const newestBack = Date.now();
  await expect.poll(() => storedTicks().at(-1)?.time_ms ?? 0).toBeGreaterThan(newestBack + 1000);

  const ticks = storedTicks();
  expect(ticks.filter(({ time_ms }) => time_ms > killedMs && time_ms < againMs)).not.toEqual([]);
  // On a machine that takes its time the first of them may have been packed meanwhile.
  const [{ seq: firstSeq } = { seq: Number.NaN }] = ticks;
  expect(ticks.map(({ seq }) => seq)).toEqual(ticks.map((_, n) => firstSeq + n));
  // A machine that is too busy for one of its seconds has no tick of it, and never two.
  const seconds = ticks.map(({ time_ms }) => Math.floor(time_ms / 1000));
  expect(seconds).toEqual([...new Set(seconds)].toSorted((a, b) => a - b));

  const [from, to] = [(seconds[0] ?? 0) * 1000, ((seconds.at(-1) ?? 0) + 1) * 1000];
  const ask = async (as: 'last' | 'min' | 'max') => {
    const query = `ids=transport.tcp.inSegs,application.agent.tickLateMs&from=${from}&to=${to}&step=1000&as=${as}`;
    const { series } = await product.api<{ series: { id: string; points: [number, number | null][] }[] }>(
      `/api/v1/hosts/self/metrics?${query}`,
    );
    return new Map(series.map(({ id, points }) => [id, points]));
  };
  const [last, min, max] = [await ask('last'), await ask('min'), await ask('max')];
  const inSegs = last.get('transport.tcp.inSegs') ?? [];
  const known = inSegs.filter(([, value]) => value !== null);
  expect(seconds.map((second) => second * 1000)).toEqual(expect.arrayContaining(known.map(([timeMs]) => timeMs)));
  expect(known.some(([timeMs]) => timeMs > killedMs && timeMs < againMs)).toBe(true);
  const counts = known.map(([, value]) => Number(value));
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  // How late a tick was is another number for each: a second with two of them would have two values.
  expect(min.get('application.agent.tickLateMs')).toEqual(max.get('application.agent.tickLateMs'));
});
