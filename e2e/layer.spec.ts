import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { Product, startWorkload } from '@netstrata/lab';
import { expect, type Page, test } from '@playwright/test';
import { copyBy, layerOf, openStack, overflowOf, pressIn, violationsOf } from './page.ts';

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(async () => product[Symbol.asyncDispose]());

const drawer = (page: Page) => page.getByRole('dialog');
const search = (page: Page) => drawer(page).getByRole('searchbox', { name: 'Search names, help and commands' });
const metricLine = (page: Page, kernelName: string) =>
  drawer(page)
    .getByRole('button')
    .filter({ has: page.getByText(kernelName, { exact: true }) });

test('a click on a layer opens its metrics: meaning, command, and the value that the API tells', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openStack(page, product);
  await layerOf(page, 'transport')
    .getByRole('button', { name: /^Transport ?: show all metrics$/ })
    .click();
  await expect(drawer(page)).toHaveAccessibleName(/^Transport/);
  await expect(page).toHaveURL(/\?layer=transport$/);
  const count = drawer(page).getByRole('status');
  await expect(count).toHaveText(/^\d+ metrics$/);

  await search(page).fill('nstat TcpInSegs');
  await expect(count).toHaveText(/^1 of \d+ metrics$/);
  await metricLine(page, 'InSegs').click();
  await expect(page).toHaveURL(/\?layer=transport&metric=transport.tcp.inSegs$/);
  await expect(drawer(page)).toHaveAccessibleName('Segments received');
  const details = drawer(page);
  await expect(details).toContainText('/proc/net/snmp');
  await expect(details).toContainText('counter since boot');
  const command = details.getByRole('button', { name: /^Copy: nstat .*TcpInSegs/ });
  await copyBy(command);
  expect(`Copy: ${await page.evaluate(() => navigator.clipboard.readText())}`).toBe(
    await command.getAttribute('aria-label'),
  );

  // The counter grows all the time: what the page shows must be one of the values of the last seconds, to the digit.
  const stored = async (): Promise<readonly (number | null)[]> => {
    const path = '/api/v1/hosts/self/metrics?ids=transport.tcp.inSegs&step=1000';
    const { series } = await product.api<{ series: { points: [number, number | null][] }[] }>(path);
    return series[0]?.points.slice(-30).map(([, value]) => value) ?? [];
  };
  await expect(async () => {
    const shown = await details.locator('td[data-exact]').first().textContent();
    expect(await stored()).toContain(Number(shown?.replaceAll(',', '')));
  }).toPass();

  await drawer(page).getByRole('link', { name: 'All of Transport' }).click();
  await expect(drawer(page)).toHaveAccessibleName(/^Transport/);
  await page.keyboard.press('Escape');
  await expect(drawer(page)).toHaveCount(0);
  await expect(page).toHaveURL(/\/$/);
  await page.goBack();
  await expect(drawer(page)).toHaveAccessibleName(/^Transport/);
});

test('a jump within the page leads the keyboard there and is no step in the history', async ({ page }) => {
  await openStack(page, product);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('#page')).toBeFocused();
  await page.getByRole('navigation').getByRole('link', { name: 'Sockets' }).click();
  await expect(page.getByRole('grid')).toBeVisible();
  await page.goBack();
  await expect(page.locator('[data-verdict]')).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.locator('[data-verdict]').getByRole('link').click();
  await expect(page.locator('#advice')).toBeFocused();
  await expect(page).toHaveURL(/\/$/);
});

test('with the keyboard alone: from the top of the page to what a counter means and back', async ({ page }) => {
  await openStack(page, product);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused();
  const open = layerOf(page, 'socket').getByRole('button', { name: /^Socket ?: show all metrics$/ });
  for (let step = 0; step < 60 && !(await open.evaluate((it) => it === document.activeElement)); step++)
    await page.keyboard.press('Tab');
  await expect(open).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(drawer(page)).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(drawer(page).getByRole('button', { name: 'Close', exact: true })).toBeFocused();
  // The layer's tables, one stop for all of them, then the search.
  for (let step = 0; step < 2 && !(await search(page).evaluate((it) => it === document.activeElement)); step++)
    await page.keyboard.press('Tab');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type('ListenOverflows');
  const line = metricLine(page, 'ListenOverflows');
  // What the search leaves stands still from now on.
  await expect(drawer(page).getByRole('status').first()).toHaveText(/^\d+ of \d+ metrics$/);
  for (let step = 0; step < 5 && !(await line.evaluate((it) => it === document.activeElement)); step++)
    await page.keyboard.press('Tab');
  await expect(line).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(drawer(page)).toContainText('nstat -az TcpExtListenOverflows');
  await expect(drawer(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(drawer(page)).toHaveCount(0);
});

test('an address with a metric in it opens it; nothing in the drawer is hard to read or out of reach', async ({
  page,
}) => {
  await openStack(page, product, '?metric=socket.tcpExt.listenOverflows');
  await expect(drawer(page)).toContainText('ListenOverflows');
  // The sysctl that limits it, as the kernel has it now, and a rule that reads it.
  const somaxconn = drawer(page).getByRole('row').filter({ hasText: 'net.core.somaxconn' });
  await expect(somaxconn).toContainText(readFileSync('/proc/sys/net/core/somaxconn', 'utf8').trim());
  await expect(drawer(page).getByRole('region', { name: 'Rules that read it' }).getByRole('listitem')).not.toHaveCount(
    0,
  );
  await expect(drawer(page).locator('[data-chart]')).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
});

test('a table of a layer is a tab of its drawer, is in the address, and shows what the host tells', async ({
  page,
}) => {
  await openStack(page, product, '?layer=transport');
  const ports = drawer(page).getByRole('tab', { name: 'Ports' });
  await ports.click();
  await expect(page).toHaveURL(/\?layer=transport&table=ports$/);
  // This page's own connection to the server uses a port.
  const row = drawer(page)
    .getByRole('row')
    .filter({ hasText: `127.0.0.1:${new URL(product.url).port}` });
  await expect(row).toContainText('127.0.0.1');
  expect(await violationsOf(page)).toEqual([]);
  const { rows } = await product.api<{ rows: { remotePort: number; ports: number }[] }>(
    '/api/v1/hosts/self/details/ports',
  );
  expect(rows.find(({ remotePort }) => String(remotePort) === new URL(product.url).port)?.ports).toBeGreaterThan(0);
  await page.goBack();
  await expect(search(page)).toBeVisible();
});

test('a phone needs no sideways scrolling, in the drawer neither', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  // The server listens, however calm the machine is.
  await openStack(page, product, '?sockets=listeners');
  await expect(page.getByRole('region', { name: 'Sockets' }).getByRole('row').nth(1)).toBeVisible();
  await expect.poll(() => overflowOf(page)).toBe(0);
  await openStack(page, product, '?layer=transport&metric=transport.tcp.inSegs');
  await expect(drawer(page).locator('[data-chart]')).toBeVisible();
  await expect.poll(() => overflowOf(page)).toBe(0);
  const inside = () => drawer(page).evaluate((it) => it.scrollWidth - it.clientWidth);
  await expect.poll(inside).toBe(0);
});

/** Tables with as many columns as any. */
for (const [layer, table, heads] of [['network', 'network', ['Gateway', 'Addresses']]] as const) {
  test(`on a phone each row of the table ${table} is a card with every figure named`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await openStack(page, product, `?layer=${layer}&table=${table}`);
    const row = drawer(page).getByRole('row').nth(1);
    await expect(row).toBeVisible();
    for (const head of heads) await expect(drawer(page).getByText(head, { exact: true }).nth(1)).toBeVisible();
    const sideways = () =>
      drawer(page).evaluate(
        (dialog) =>
          [...dialog.querySelectorAll('*')].filter(
            (part) => /auto|scroll/.test(getComputedStyle(part).overflowX) && part.scrollWidth > part.clientWidth + 1,
          ).length,
      );
    await expect.poll(sideways).toBe(0);
    expect(await violationsOf(page)).toEqual([]);
    // What sorts is still there to be pressed.
    const sort = drawer(page).getByRole('columnheader').getByRole('button').first();
    await sort.click();
    await expect(drawer(page).getByRole('columnheader').first()).toHaveAttribute('aria-sort', 'descending');
  });
}

test('the chosen theme is there after a reload, in the first byte', async ({ page, request }) => {
  await openStack(page, product);
  const root = page.locator('html');
  const background = () => page.locator('body').evaluate((it) => getComputedStyle(it).backgroundColor);
  await page.getByRole('button', { name: /^You/ }).click();
  await page.getByRole('menuitemradio', { name: 'Light' }).click();
  await expect(root).toHaveAttribute('data-theme', 'light');
  const light = await background();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await expect.poll(background).not.toBe(light);
  await page.reload();
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: /^You/ }).click();
  await expect(page.getByRole('menuitemradio', { name: 'Dark' })).toBeChecked();
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const html = await (await request.get(product.url, { headers: { Cookie: cookies } })).text();
  expect(html).toMatch(/<html[^>]* data-theme="dark"/);
});

test('a socket of this machine is listed with its process and its queue, byte for byte as ss has it', async ({
  page,
}) => {
  await using reader = startWorkload('slowReader', { rcvbuf: 20_000, bytesPerSecond: 0, seconds: 600 });
  const { port } = await reader.ready;
  const client = connect(port, '127.0.0.1');
  try {
    await new Promise((resolve, reject) => client.once('connect', resolve).once('error', reject));
    client.write(Buffer.alloc(12_345));
    await openStack(page, product, '?sockets=listeners');
    const listeners = page.getByRole('tabpanel', { name: /^Listeners/ });
    await expect(listeners.getByRole('row').filter({ hasText: `127.0.0.1:${port}` })).toContainText(
      `nodepid ${reader.pid}`,
    );

    const from = `127.0.0.1:${port}`;
    await page.getByRole('tab', { name: /^Fullest/ }).click();
    const panel = page.getByRole('tabpanel', { name: /^Fullest/ });
    const all = panel.getByRole('button', { name: /^Show all/ });
    const ends = page.locator('td[data-column="ends"]').filter({ hasText: new RegExp(`^${from}`) });
    const row = panel.getByRole('row').filter({ has: ends }).filter({ hasText: 'established' });
    // On a busy machine fuller ones stand before it, now more of them and now fewer.
    await expect(async () => {
      if (!(await row.isVisible())) await all.click({ timeout: 1000 });
      await expect(row).toBeVisible({ timeout: 1000 });
    }).toPass();
    await expect(row).toContainText(`nodepid ${reader.pid}`);
    await expect(row.locator('td[data-column="recvQ"]')).toHaveText('12.1KiB');
    const { sockets } = await product.api<{ sockets: { localPort: number; recvQ: number; pid: number }[] }>(
      `/api/v1/hosts/self/sockets?filter=port:${port}%20state:established`,
    );
    expect(sockets.find(({ localPort }) => localPort === port)).toMatchObject({ recvQ: 12_345, pid: reader.pid });

    // Its own page: what the kernel says of it, and what its program has set.
    await row.getByRole('button', { name: /^Everything about node/ }).click();
    const sheet = page.getByRole('dialog');
    const line = (title: string) => sheet.locator('summary').filter({ hasText: title });
    await expect(line('Receive queueidiag_rqueue')).toContainText('12.1 KiB');
    await expect(line('SO_RCVBUF')).toContainText('39.1 KiB');
    await expect(line('SO_BUF_LOCK')).toContainText('receive buffer set by the program');
    await expect(page).toHaveURL(/[?&]socket=[0-9a-f]+/);
    await pressIn(sheet, 'Escape');
    await expect(sheet).toHaveCount(0);
    await expect(page).not.toHaveURL(/socket=/);
  } finally {
    client.destroy();
  }
});
