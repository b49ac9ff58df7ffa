import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { Product } from './product.ts';

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(async () => product[Symbol.asyncDispose]());

test('the page shows the five layers of this machine, live', async ({ page }) => {
  await page.goto(product.url);
  for (const layer of ['Application', 'Socket', 'Transport', 'Network', 'Link'])
    await expect(page.getByRole('heading', { name: layer, exact: true })).toBeVisible();
  await expect(page.getByText(/^Live/).first()).toBeVisible();
});

for (const colorScheme of ['dark', 'light'] as const) {
  test(`nothing on the ${colorScheme} page is out of reach of a screen reader or hard to read`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    await page.goto(product.url);
    await expect(page.getByText(/^Live/).first()).toBeVisible();
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    ).toEqual([]);
    await context.close();
  });
}
