import type { Product } from '@netstrata/lab';
import { type Measure, type MeasureParts, untilDrawn } from './browser.ts';
import type { Row } from './Row.ts';
import { startTrafficHost } from './trafficHost.ts';
import { within } from './within.ts';
import { workPerTick } from './work.ts';

const measureWith = async (parts: MeasureParts, product: Product): Promise<readonly Row[]> => {
  const { browser, options } = parts;
  const rows = [];
  for (const [motion, words] of [
    ['reduce', 'motion reduced'],
    ['no-preference', 'with motion'],
  ] as const) {
    const watched = await browser.open(product, motion);
    await watched.page.goto(product.url);
    await untilDrawn(watched.page);
    const ours = await workPerTick(watched, parts);
    rows.push({
      what: `script a tick on the stack, ${words}, median of ${options.ticks}`,
      ours,
      budget: '8 ms',
      peer: '',
    });
    await watched.page.context().close();
  }
  return rows;
};

/** The stack view of a host with ordinary traffic, left open. */
export const measureStack: Measure = async (parts) =>
  within(await startTrafficHost(), ({ product }) => measureWith(parts, product));
