import { createNamespace, labSupport, Product, startWorkload } from '@netstrata/lab';
import { expect, type Locator, test } from '@playwright/test';
import { openStack, overflowOf, speak, violationsOf } from './page.ts';

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

test('sockets are found by what somebody types, and the lists come back when it is taken away', async ({ page }) => {
  await openStack(page, product);
  await using listener = startWorkload('stalledListener', { backlog: 3 });
  const { port } = await listener.ready;
  const field = page.getByRole('searchbox', { name: 'Find sockets' });
  await field.fill(`port:${port} state:listen`);
  const found = page.getByRole('region', { name: 'Sockets found' });
  await expect(found.getByRole('status')).toContainText(/^1 of [0-9.k]+ sockets match\./);
  await expect(found.getByRole('row').filter({ hasText: `127.0.0.1:${port}` })).toContainText(
    `nodepid ${listener.pid}`,
  );
  // Who made it, by name and by number.
  await expect(found.locator('td[data-column="owner"]')).toContainText(/^[a-z_][a-z0-9_-]* \(\d+\)/);
  await expect(page.getByRole('tabpanel')).toBeHidden();
  expect(await violationsOf(page)).toEqual([]);

  await field.fill('state:asleep');
  await expect(found.getByRole('status')).toContainText('state:asleep is no state');
  await field.fill('');
  await expect(found).toHaveCount(0);
  await expect(page.getByRole('tabpanel')).toBeVisible();

  await field.fill(`port:${port}`);
  await expect(found).toBeVisible();
  await page.getByRole('tab', { name: /^Listeners/ }).click();
  await expect(field).toHaveValue('');
  await expect(page.getByRole('tabpanel', { name: /^Listeners/ })).toBeVisible();
});

test('sockets of another network namespace are found by its name; a name that there is not brings those there are', async ({
  page,
}) => {
  const support = labSupport();
  test.skip(!support.ok, support.reason);
  await using namespace = await createNamespace();
  await using listener = startWorkload('stalledListener', { backlog: 3 }, namespace);
  const { port } = await listener.ready;
  await page.setViewportSize({ width: 390, height: 844 });
  await openStack(page, product);
  const field = page.getByRole('searchbox', { name: 'Find sockets' });
  await field.fill(`netns:${namespace.name} state:listen`);
  const found = page.getByRole('region', { name: 'Sockets found' });
  await expect(found.getByRole('status')).toContainText(`match in network namespace ${namespace.name}`);
  const row = found.getByRole('row').filter({ hasText: `127.0.0.1:${port}` });
  await expect(row).toBeVisible();
  await row.getByRole('button').first().click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByRole('status')).toContainText(`This socket is of network namespace ${namespace.name}.`);
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect.poll(() => overflowOf(page)).toBeLessThanOrEqual(0);
  await field.fill('netns:nowhere');
  await expect(found.getByRole('status')).toContainText(
    'netns:nowhere is no network namespace of this host: there are',
  );
  await expect(found.getByRole('status')).toContainText(namespace.name);
});

test('open advice is found by what hurts, in both languages, and choosing it leads to its card', async ({ page }) => {
  const support = labSupport();
  test.skip(!support.ok, support.reason);
  test.setTimeout(300_000);
  await using namespace = await createNamespace();
  await namespace.sysctl('net.ipv4.tcp_moderate_rcvbuf', 0);
  await using own = await Product.start({ namespace, cpuBudget: 50 });
  await openStack(page, own);
  const card = page.locator('[data-rule="setting-tcp-moderate-rcvbuf-off"]');
  // Rules want some seconds of history before they speak.
  await expect(card).toBeVisible({ timeout: 60_000 });
  const palette = page.getByRole('dialog', { name: /^(Search or go to|搜索或跳转)$/ });
  const open = async (): Promise<Locator> => {
    await page.keyboard.press('Control+k');
    await expect(palette.getByRole('combobox')).toBeFocused();
    return palette.getByRole('combobox');
  };
  const found = async (title: string): Promise<void> => {
    const field = await open();
    // Trouble is there before anything is typed.
    await expect(palette.getByRole('option').first()).toContainText(title);
    for (const text of ['slow download', '下载慢', 'receive buffers grow', 'net.ipv4.tcp_moderate_rcvbuf']) {
      await field.fill(text);
      await expect(palette.getByRole('option').first(), text).toContainText(title);
    }
    await field.fill('packet loss');
    await expect(palette.getByRole('option').filter({ hasText: title })).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(palette).toBeHidden();
  };
  await found((await card.getAttribute('aria-label')) ?? '');
  await speak(page, 'zh-CN');
  await expect(card).toBeVisible();
  await found((await card.getAttribute('aria-label')) ?? '');
  await speak(page, 'en');

  const toCard = async (): Promise<void> => {
    await (await open()).fill('slow download');
    await expect(palette.getByRole('option').first()).toContainText('its first buffer allows');
    await page.keyboard.press('Enter');
    await expect(palette).toBeHidden();
    await expect(card).toBeFocused();
    await expect(card).toBeInViewport();
  };
  await page.goto(new URL('/sysctls', own.url).href);
  await expect(page.locator('[data-sysctl]').first()).toBeVisible();
  await toCard();
  await expect(page).toHaveURL(/[?&]advice=setting-tcp-moderate-rcvbuf-off/);
  // On its own page, from somewhere else on it.
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await toCard();
});
