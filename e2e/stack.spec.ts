import { Product } from '@netstrata/lab';
import { expect, test } from '@playwright/test';
import { layerOf, openStack, violationsOf } from './page.ts';

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(async () => product[Symbol.asyncDispose]());

test('the page shows the five layers of this machine, application on top, live', async ({ page }) => {
  await openStack(page, product);
  const names = page.getByRole('region', { name: 'Protocol stack' }).getByRole('heading', { level: 3 });
  await expect(names).toHaveText([/^Application/, /^Socket/, /^Transport/, /^Network/, /^Link/]);
  // A number of its own in every layer, from this machine's kernel.
  for (const layer of ['application', 'socket', 'transport', 'network', 'link'] as const)
    await expect(layerOf(page, layer)).toHaveAttribute('data-state', /^(calm|busy|saturated)$/);
});

for (const colorScheme of ['dark', 'light'] as const) {
  test(`nothing on the ${colorScheme} page is out of reach of a screen reader or hard to read`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    await openStack(page, product);
    expect(await violationsOf(page)).toEqual([]);
    await context.close();
  });
}
