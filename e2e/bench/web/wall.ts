import { Product } from '@netstrata/lab';
import { type Measure, type MeasureParts, untilDrawn } from './browser.ts';
import type { Row } from './Row.ts';
import { startWallFleet } from './wallFleet.ts';
import { within } from './within.ts';
import { workPerTick } from './work.ts';

const DRAWN = { timeout: 60_000 };

const measureWith = async (parts: MeasureParts, product: Product): Promise<readonly Row[]> => {
  const { browser, say } = parts;
  const { hosts, ticks } = parts.options;
  const { page, cdp } = await browser.open(product);
  await page.goto(new URL('/wall', product.url).href);
  await untilDrawn(page);
  await page.locator('[data-host]').nth(0).waitFor(DRAWN);
  const tiles = await page.locator('[data-host]').count();
  say(`${hosts} hosts play what this machine recorded; ${tiles} tiles are on the screen`);
  const ours = await workPerTick({ page, cdp }, parts);
  const what = `script a tick on a wall of ${hosts} hosts (recorded ticks of this machine), median of ${ticks}`;
  return [{ what, ours: `${ours}; ${tiles} tiles at once`, budget: '16 ms', peer: '' }];
};

/** A wall of so many hosts. */
export const measureWall: Measure = async (parts) =>
  within(await Product.start(), async (product) =>
    within(await startWallFleet(product, parts), () => measureWith(parts, product)),
  );
