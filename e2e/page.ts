import AxeBuilder from '@axe-core/playwright';
import type { Product } from '@netstrata/lab';
import { expect, type Locator, type Page } from '@playwright/test';

export type LayerName = 'application' | 'socket' | 'transport' | 'network' | 'link';

/** Opens the stack of this machine and waits until it is live. */
export const openStack = async (page: Page, product: Product, query = ''): Promise<void> => {
  await page.goto(new URL(query, product.url).href);
  await expect(page.locator('[data-freshness="live"]')).toBeVisible();
  await expect(layerOf(page, 'link')).toBeVisible();
};

/** One of the five layers; its attribute `data-state` is what the page says of it. */
export const layerOf = (page: Page, layer: LayerName): Locator => page.locator(`[data-layer="${layer}"]`);

/** What axe finds that a person could not read or reach, a line each. */
export const violationsOf = async (page: Page): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
};

/** By how many pixels the page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
