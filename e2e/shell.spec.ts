import { hostname } from 'node:os';
import { Product } from '@netstrata/lab';
import { expect, test } from '@playwright/test';
import { englishOf, layerOf, openStack, overflowOf, pressIn, signIn, speak, violationsOf } from './page.ts';

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(async () => product[Symbol.asyncDispose]());

test('the page shows the five layers of this machine, application on top, live', async ({ page }) => {
  await openStack(page, product);
  const names = page.getByRole('region', { name: 'Protocol stack' }).getByRole('heading', { level: 2 });
  await expect(names).toHaveText([/^Application/, /^Socket/, /^Transport/, /^Network/, /^Link/]);
  // A number of its own in every layer, from this machine's kernel.
  for (const layer of ['application', 'socket', 'transport', 'network', 'link'] as const)
    await expect(layerOf(page, layer)).toHaveAttribute('data-state', /^(calm|busy|saturated)$/);
});

test('the palette leads to pages, hosts and metrics, by keys alone', async ({ page }) => {
  await openStack(page, product);
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search or go to' });
  await expect(palette.getByRole('option', { name: 'Changes' })).toBeVisible();
  await expect(palette.getByRole('option', { name: hostname() })).toBeVisible();
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('listenoverflows');
  const chosen = palette.getByRole('option', { selected: true });
  await expect(chosen).toContainText('listenOverflows');
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
  await expect(page).toHaveURL(/metric=[a-zA-Z.]*listenOverflows/);
  await pressIn(page.getByRole('dialog'), 'Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('/');
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('tcp_wmem');
  await expect(palette.getByRole('option', { name: 'net.ipv4.tcp_wmem' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
  // What has no name may be a part of a socket.
  await page.keyboard.press('/');
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('sport:65000-65001');
  await expect(palette.getByRole('option')).toHaveText(['Find sockets: sport:65000-65001']);
  await expect(palette.getByRole('status')).toHaveText('Nothing here has this name, and no open advice tells of it.');
  await expect(chosen).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/sockets\?filter=sport%3A65000-65001$/);
});

test('without script a page says what it needs', async ({ request }) => {
  const html = await (await request.get(`${product.url}/sign-in`)).text();
  expect(html).toMatch(/<noscript><p[^>]*>Netstrata shows live numbers by JavaScript/);
});

test('a page whose scripts do not come says so, and comes when they do', async ({ page }) => {
  await signIn(page.context(), product);
  await page.clock.install();
  await page.route(/\.js(\?|$)/, (route) => route.abort());
  await page.goto(product.url);
  const words = page.getByRole('alert').filter({ hasText: 'The scripts of this page have not come' });
  await expect(page.getByRole('link', { name: 'Sockets', exact: true })).toBeVisible();
  await expect(words).toBeHidden();
  await page.clock.fastForward(10_000);
  await expect(words).toBeVisible();
  expect(await overflowOf(page)).toBe(0);
  await page.unroute(/\.js(\?|$)/);
  await words.getByRole('button', { name: 'Load again' }).click();
  await expect(page.locator('[data-freshness="live"]')).toBeVisible();
  await page.clock.fastForward(10_000);
  await expect(words).toBeHidden();
});

test('keys go to the pages, stand in the help, and can be switched off', async ({ page }) => {
  await openStack(page, product);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help.getByText('Hosts', { exact: true })).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await help.getByRole('checkbox').uncheck();
  await pressIn(help, 'Escape');
  await expect(help).toBeHidden();
  await page.keyboard.type('gh');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('option', { name: 'Keyboard shortcuts' }).click();
  await expect(page).toHaveURL(`${product.url}/`);
  await help.getByRole('checkbox').check();
  await pressIn(help, 'Escape');
  await expect(help).toBeHidden();
  await page.keyboard.type('gh');
  await expect(page).toHaveURL(`${product.url}/hosts`);
  await expect(page).toHaveTitle('Hosts · Netstrata');
  await expect(page.getByRole('link', { name: 'Hosts', exact: true })).toHaveAttribute('aria-current', 'page');
});

test('the language changes in place: what is open stays open, and the choice is kept', async ({ page }) => {
  await openStack(page, product);
  // Lost by a reload.
  await page.evaluate(() => Object.assign(window, { notReloaded: true }));
  await page.getByRole('button', { name: 'You: Ada' }).click();
  await page.getByRole('menuitemradio', { name: '简体中文' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByRole('menuitemradio', { name: '简体中文' })).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('navigation', { name: '页面' }).getByRole('link', { name: '变更' })).toBeVisible();
  expect(await page.evaluate(() => 'notReloaded' in window)).toBe(true);
  await page.reload();
  await expect(page.getByRole('navigation', { name: '页面' })).toBeVisible();
});

test('the audit of what was said in English is read in Chinese', async ({ page }) => {
  await openStack(page, product);
  const headers = { Origin: product.url };
  const data = { email: 'nobody@example.org', password: 'no password of anybody' };
  const guess = await page.request.post(`${product.url}/api/auth/sign-in/email`, { data, headers });
  expect(guess.status()).toBe(401);
  await speak(page, 'zh-CN');
  await page.goto(`${product.url}/audit`);
  const row = page.getByRole('listitem').filter({ hasText: '地址或密码不对，或账户已停用' }).first();
  await row.getByRole('button').click();
  await expect(row.locator('dl')).toContainText('地址或密码不对');
  expect(await englishOf(page)).toEqual([]);
});

test('who is new is shown around once, with the page staying in reach of everyone', async ({ page }) => {
  await openStack(page, product);
  // Only what is there is shown.
  for (const target of ['[data-verdict]', '#advice', '[data-time]'])
    await expect(page.locator(target).first()).toBeVisible();
  await page
    .getByRole('complementary', { name: 'A look around' })
    .getByRole('button', { name: 'Show me around' })
    .click();
  const card = page.getByRole('dialog');
  await expect(card.getByRole('heading')).toHaveText('One sentence first');
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('ArrowRight');
  await expect(card.getByRole('heading')).toHaveText('Five layers, programs on top, the wire below');
  await page.keyboard.press('ArrowLeft');
  await expect(card.getByRole('heading')).toHaveText('One sentence first');
  for (let step = 1; step < 6; step++) await card.getByRole('button', { name: 'Next' }).click();
  await card.getByRole('button', { name: 'Start' }).click();
  await expect(card).toBeHidden();
  await page.reload();
  await expect(page.locator('[data-freshness="live"]')).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'A look around' })).toBeHidden();
});

test('high contrast is a theme of its own, kept for the next visit, and in reach of everyone', async ({ page }) => {
  await openStack(page, product);
  await page.getByRole('button', { name: 'You: Ada' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'High contrast' }).click();
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-contrast', 'more');
  await expect(page.locator('[data-freshness="live"]')).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
});

test('what is printed is dark on white, whatever theme is chosen', async ({ page }) => {
  await openStack(page, product);
  await page.getByRole('button', { name: 'You: Ada' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await page.keyboard.press('Escape');
  await expect(page.locator('html')).toHaveCSS('color-scheme', 'dark');
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('html')).toHaveCSS('color-scheme', 'light');
  await expect(page.getByRole('button', { name: 'Earlier' })).toBeHidden();
});

test('on a phone the menu is a drawer that going somewhere closes', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openStack(page, product);
  await expect.poll(() => overflowOf(page)).toBe(0);
  await page.getByRole('button', { name: 'Menu' }).click();
  const menu = page.getByRole('dialog', { name: 'Netstrata' });
  await expect(menu.getByRole('link', { name: 'Audit' })).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await menu.getByRole('link', { name: 'Audit' }).click();
  await expect(page).toHaveURL(`${product.url}/audit`);
  await expect(menu).toBeHidden();
});

test('words about a button come on hover and on focus, stay while they are read, and go with Escape', async ({
  page,
}) => {
  await openStack(page, product);
  const button = page.getByRole('button', { name: 'Earlier' });
  const words = page.getByRole('tooltip', { name: 'Earlier' });
  // The bar may still move under the pointer while the page fills.
  await expect(async () => {
    await button.hover();
    await expect(words).toBeVisible({ timeout: 5000 });
    await expect(button).toHaveAccessibleDescription('Earlier', { timeout: 1000 });
    await words.hover({ timeout: 1000 });
    await expect(words).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.keyboard.press('Escape');
  await expect(words).toBeHidden();
  await page.getByRole('button', { name: 'Time shown' }).focus();
  await page.keyboard.press('Shift+Tab');
  await expect(button).toBeFocused();
  await expect(words).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(words).toBeHidden();
});
