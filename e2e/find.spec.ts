import { createNamespace, labSupport, Product, startWorkload } from '@netstrata/lab';
import { expect, test } from '@playwright/test';
import { openStack, overflowOf, violationsOf } from './page.ts';

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
  await expect(found.getByRole('row').filter({ hasText: `127.0.0.1:${port}` })).toBeVisible();
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  await field.fill('netns:nowhere');
  await expect(found.getByRole('status')).toContainText(
    'netns:nowhere is no network namespace of this host: there are',
  );
  await expect(found.getByRole('status')).toContainText(namespace.name);
});
