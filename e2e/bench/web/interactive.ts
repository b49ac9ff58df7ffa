import { Product } from '@netstrata/lab';
import { type Measure, type MeasureParts, untilDrawn, type Watched } from './browser.ts';
import { quantile } from './numbers.ts';
import type { Row } from './Row.ts';
import { within } from './within.ts';

const LOADS = 5;
const QUIET_MS = 1500;

/** From the start of the navigation until the first sample is drawn and the last long task before a quiet time is over. */
const interactiveMs = async ({ page, cdp }: Watched, address: string): Promise<number> => {
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.addInitScript(() => {
    const own = window as unknown as { longTaskEndMs: number };
    own.longTaskEndMs = 0;
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) own.longTaskEndMs = startTime + duration;
    }).observe({ type: 'longtask', buffered: true });
  });
  await page.goto(address, { waitUntil: 'commit' });
  await untilDrawn(page);
  const drawnMs = await page.evaluate(() => performance.now());
  // A picture that moves for ever has no quiet time: what is long after the drawing is counted once.
  await page.waitForTimeout(QUIET_MS);
  const lastLongMs = await page.evaluate(() => (window as unknown as { longTaskEndMs: number }).longTaskEndMs);
  return Math.max(drawnMs, lastLongMs);
};

const measureWith = async ({ browser }: MeasureParts, product: Product): Promise<readonly Row[]> => {
  const times: number[] = [];
  // The first load also finds the server's own code cold.
  for (let n = 0; n <= LOADS; n++) {
    const watched = await browser.open(product);
    times.push(await interactiveMs(watched, product.url));
    await watched.page.context().close();
  }
  const warm = times.slice(1);
  const inWords = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  return [
    {
      what: `time to interactive of /, median of ${LOADS}`,
      ours: `${inWords(quantile(warm, 0.5))}, first ${inWords(times[0] ?? Number.NaN)}`,
      budget: '1.5 s',
      peer: '',
    },
  ];
};

/** The start page, by a browser that was never here. */
export const measureInteractive: Measure = async (parts) =>
  within(await Product.start(), (product) => measureWith(parts, product));
