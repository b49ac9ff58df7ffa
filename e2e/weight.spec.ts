import { Product } from '@netstrata/lab';
import { expect, test } from '@playwright/test';
import { untilDrawn } from './bench/web/browser.ts';
import { countScript, menuPaths, PATHS, SCRIPT_BUDGET_KB } from './bench/web/script.ts';
import { openStack, signIn } from './page.ts';

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(async () => product[Symbol.asyncDispose]());

test('every page is drawn with less script than its budget', async ({ page, browser }) => {
  await openStack(page, product);
  const paths = new Set([...PATHS, ...(await menuPaths(page))]);
  expect(paths).toContain('/sysctls');
  for (const path of paths) {
    const context = await browser.newContext();
    await signIn(context, product);
    const fresh = await context.newPage();
    const { bytes } = await countScript({ cdp: await context.newCDPSession(fresh) });
    await fresh.goto(new URL(path, product.url).href);
    await untilDrawn(fresh);
    expect.soft(bytes.first / 1000, path).toBeGreaterThan(50);
    expect.soft(bytes.first / 1000, path).toBeLessThanOrEqual(SCRIPT_BUDGET_KB);
    await context.close();
  }
});
