import { Product } from '@netstrata/lab';
import { type Measure, type MeasureParts, untilDrawn } from './browser.ts';
import type { Row } from './Row.ts';
import { scrolled } from './scrolled.ts';
import { startWallFleet } from './wallFleet.ts';
import { within } from './within.ts';
import { workPerTick } from './work.ts';

/** The bar of the page lies over the list while that is scrolled. */
const COVERED_PX = 80;

const measureWith = async (parts: MeasureParts, product: Product): Promise<readonly Row[]> => {
  const { listed, ticks } = parts.options;
  const watched = await parts.browser.open(product);
  const { page } = watched;
  await page.goto(new URL('/hosts', product.url).href);
  await untilDrawn(page);
  await page.locator('[data-host]').first().waitFor();
  const ours = await workPerTick(watched, parts);
  const what = `${listed} hosts`;
  const list = { scroller: 'html', rows: 'ul:has(> [data-index])', covered: COVERED_PX };
  return [
    { what: `script a tick on a list of ${what}, median of ${ticks}`, ours, budget: '16 ms', peer: '' },
    ...(await scrolled(watched, list, what)),
  ];
};

/** The list of so many hosts, left open and then scrolled. */
export const measureHosts: Measure = async (parts) =>
  within(await Product.start(), async (product) =>
    within(
      await startWallFleet(product, { ...parts, options: { ...parts.options, hosts: parts.options.listed } }),
      () => measureWith(parts, product),
    ),
  );
