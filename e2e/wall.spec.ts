import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNamespace, labSupport, type Namespace, Product, startWorkload } from '@netstrata/lab';
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import { Fleet } from './Fleet.ts';
import { overflowOf, signIn, violationsOf } from './page.ts';

const TV = { width: 1920, height: 1080 };
/** More than a television shows at once. */
const NAMES = ['web', 'db', 'cache', 'edge'].flatMap((role) =>
  Array.from({ length: 15 }, (_, n) => `${role}-${String(n + 1).padStart(2, '0')}`),
);
const SOON = { timeout: 120_000 };

const support = labSupport();
test.skip(!support.ok, support.reason);

let namespace: Namespace;
let product: Product;
let fleet: Fleet | undefined;
test.beforeAll(async () => {
  namespace = await createNamespace();
  product = await Product.start({ namespace });
  const token = readFileSync(join(product.data, 'agent.token'), 'utf8').trim();
  await expect.poll(() => product.api<{ agents: number }>('/api/health').then(({ agents }) => agents)).toBe(1);
  fleet = await Fleet.start(
    { url: product.url, token },
    NAMES.map((hostname) => ({ hostname })),
  );
  for (const hostname of ['web-01', 'web-02', 'db-01'])
    await product.post(`/api/v1/hosts/fleet-${hostname}/tags`, { tags: [hostname.slice(0, -3)] });
  const calm = async () => {
    const { hosts } = await product.api<{ hosts: { hostname: string; headline?: string; live: boolean }[] }>(
      '/api/v1/hosts',
    );
    return hosts.filter(({ live, headline }) => live && headline === undefined).length;
  };
  await expect.poll(calm, { timeout: 180_000 }).toBe(NAMES.length + 1);
  fleet.freeze();
});
test.afterAll(async () => {
  await fleet?.[Symbol.asyncDispose]();
  await product[Symbol.asyncDispose]();
  await namespace[Symbol.asyncDispose]();
});

const open = async (
  browser: Browser,
  path: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Page> => {
  const context = await browser.newContext({ viewport: TV, ...options });
  await signIn(context, product);
  const page = await context.newPage();
  await page.goto(new URL(path, product.url).href);
  return page;
};

const tiles = (page: Page): Locator => page.locator('[data-host]');
const tileOf = (page: Page, name: string): Locator =>
  tiles(page).filter({ has: page.getByText(name, { exact: true }) });

test('61 calm hosts are quiet in large, on pages that turn by themselves, and none needs scrolling', async ({
  browser,
}) => {
  const page = await open(browser, '/wall?rotate=5');
  await expect(page.getByText('All quiet')).toBeVisible();
  await expect(page.getByText('61 hosts, all five layers calm')).toBeVisible();
  const pages = page.getByRole('img', { name: /^Page 1 of \d$/ });
  await expect(pages).toBeVisible();
  const first = await tiles(page).first().getAttribute('data-host');
  await expect(page.getByRole('img', { name: /^Page 2 of \d$/ })).toBeVisible(SOON);
  await expect(page.locator(`[data-host="${first}"]`)).toHaveCount(0);
  const scrolls = () => page.evaluate(() => document.documentElement.scrollHeight > window.innerHeight);
  await expect.poll(async () => [await scrolls(), await overflowOf(page)]).toEqual([false, 0]);
  await page.context().close();
});

test('what this machine really loses comes to the front at once, with its number, and is said aloud', async ({
  browser,
}) => {
  const page = await open(browser, '/wall');
  await expect(page.getByText('All quiet')).toBeVisible();
  const { hostname } = await product.api<{ hostname: string }>('/api/v1/hosts/self');
  await using listener = startWorkload('stalledListener', { backlog: 4, seconds: 600 }, namespace);
  const { port } = await listener.ready;
  const flooding = { port, total: 6000, perSecond: 10, giveUpMs: 1500, seconds: 600 };
  await using _flood = startWorkload('connectFlood', flooding, namespace);
  const tile = tileOf(page, hostname);
  // Trouble is new for some seconds only: what tells so is looked for at once, and not one after the other.
  await Promise.all([
    expect(page.getByRole('status')).toHaveText(`New trouble on ${hostname}`, SOON),
    expect(tile).toHaveAttribute('data-fresh', 'true', SOON),
    expect(tile).toHaveAttribute('data-state', 'saturated', SOON),
  ]);
  await expect(tiles(page).first()).toHaveAttribute('data-host', (await tile.getAttribute('data-host')) ?? '');
  await expect(tile.locator('[data-layer-state="saturated"]')).toContainText('SocketSaturated');
  await expect(page.getByText('All quiet')).toHaveCount(0);
  await expect(page.getByText('1 saturated')).toBeVisible();
  await page.context().close();
});

test('a host that leaves is said to be away, and its tile says for how long', async ({ browser }) => {
  const page = await open(browser, '/wall?tags=web');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hosts tagged web');
  await expect(tiles(page)).toHaveCount(2);
  fleet?.leave('web-02');
  await expect(tileOf(page, 'web-02')).toHaveAttribute('data-state', 'away', SOON);
  await expect(tileOf(page, 'web-02')).toContainText(/Away for \d+ s/);
  await fleet?.join({ hostname: 'web-02' });
  await expect(tileOf(page, 'web-02')).toHaveAttribute('data-state', 'calm', SOON);
  await page.context().close();
});

test('hosts are found, filtered, sorted and tagged, and the address says it all', async ({ browser }) => {
  const page = await open(browser, '/hosts', { viewport: { width: 1440, height: 900 } });
  await expect(page.getByRole('status').filter({ hasText: '61 hosts' })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search hosts' }).fill('db-0');
  await expect(tiles(page)).toHaveCount(9);
  await expect(page).toHaveURL(/\/hosts\?q=db-0$/);
  await page.getByRole('button', { name: 'Tags of db-02' }).click();
  const dialog = page.getByRole('dialog', { name: 'Tags of db-02' });
  await dialog.getByLabel('Tags').fill('DB');
  await expect(dialog.getByText('“DB” is no tag')).toBeVisible();
  await dialog.getByLabel('Tags').fill('eu-1 ');
  await dialog.getByRole('button', { name: 'db', exact: true }).click();
  await dialog.getByRole('button', { name: 'Set the tags' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(tileOf(page, 'db-02')).toContainText('dbeu-1');
  await page.getByRole('group', { name: 'Show hosts by tag' }).getByRole('button', { name: 'db 2' }).click();
  await expect(tiles(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Cards' }).click();
  await expect(page).toHaveURL(/\/hosts\?q=db-0&view=cards&tags=db$/);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('link', { name: 'Show as a wall' }).click();
  await expect(page).toHaveURL(/\/wall\?tags=db$/);
  await expect(tiles(page)).toHaveCount(2);

  await page.goto(new URL('/hosts?q=nothing-such&sort=name', product.url).href);
  await expect(page.getByText('No host matches')).toBeVisible();
  await page.getByRole('button', { name: 'Show all hosts' }).click();
  await expect(page).toHaveURL(/\/hosts\?sort=name$/);
  await expect(tiles(page).first()).toHaveAttribute('data-host', 'fleet-cache-01');
  await page.getByRole('link', { name: 'cache-01' }).click();
  await expect(page).toHaveURL(/\/hosts\/fleet-cache-01$/);
  await page.context().close();
});

for (const colorScheme of ['dark', 'light'] as const)
  test(`the ${colorScheme} wall and hosts are within reach of everyone, in Chinese`, async ({ browser }) => {
    const page = await open(browser, '/wall', { colorScheme, locale: 'zh-CN' });
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('所有主机');
    await expect(tiles(page).first()).toBeVisible();
    expect(await violationsOf(page)).toEqual([]);
    await page.goto(new URL('/hosts?q=db-0', product.url).href);
    await expect(page.getByRole('status').filter({ hasText: '9 / 61 台主机' })).toBeVisible();
    expect(await violationsOf(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => overflowOf(page)).toBe(0);
    await page.context().close();
  });

test('a wall whose scripts did not come loads itself again when they are there', async ({ browser }) => {
  const page = await open(browser, '/sign-in');
  await page.clock.install();
  await page.route('**/_next/static/**', (route) => route.abort());
  await page.goto(new URL('/wall?tags=web', product.url).href);
  await page.unroute('**/_next/static/**');
  await expect(tiles(page)).toHaveCount(0);
  await page.clock.fastForward(80_000);
  await expect(tiles(page)).toHaveCount(2, SOON);
  await page.context().close();
});

test('a screen by a link outlives the server, loads the next build once, and ends clearly when its link is revoked', async ({
  browser,
}) => {
  const { link, wallLink } = await product.post<{ link: string; wallLink: { id: string } }>('/api/v1/wall-links', {
    name: 'corridor',
    days: 1,
  });
  const context = await browser.newContext({ viewport: TV });
  const page = await context.newPage();
  let otherBuild = false;
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) =>
      socket.send(
        otherBuild && typeof message === 'string' ? message.replace(/"build":"[^"]*"/, '"build":"the-next"') : message,
      ),
    );
  });
  let loads = 0;
  page.on('load', () => {
    loads++;
  });
  await page.goto(`${link}?tags=web`);
  await expect(tiles(page)).toHaveCount(2);
  await product.killServer('SIGKILL');
  const lost = page.getByText('this screen reconnects by itself');
  await expect(lost).toBeVisible(SOON);
  await expect(tiles(page)).toHaveCount(2);
  otherBuild = true;
  expect(loads).toBe(1);
  await product.startServer();
  await expect.poll(() => loads, SOON).toBe(2);
  await expect(tiles(page)).toHaveCount(2, SOON);
  await expect(lost).toHaveCount(0, SOON);
  // The page has the build it had: it is not loaded again for this one.
  expect(await page.evaluate(() => sessionStorage.getItem('netstrata-wall-build'))).toBe('the-next');
  await product.post(`/api/v1/wall-links/${wallLink.id}/revoke`, {});
  await expect(page.getByRole('heading', { name: 'This screen is not let in any more' })).toBeVisible(SOON);
  await expect(tiles(page)).toHaveCount(0);
  expect(loads).toBe(2);
  await context.close();
});
