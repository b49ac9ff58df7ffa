import { Product } from '@netstrata/lab';
import type { Page } from '@playwright/test';
import { type Measure, type MeasureParts, untilDrawn, type Watched } from './browser.ts';
import type { Row } from './Row.ts';
import { within } from './within.ts';

/** Of each page. */
export const SCRIPT_BUDGET_KB = 250;
/** Always measured, whatever the menu has. */
export const PATHS = ['/', '/wall', '/hosts', '/changes'];
const SETTLED_MS = 1500;

interface Counted {
  /** Of scripts that were asked for before `settle`, and of those asked for after it; headers too. */
  readonly bytes: { first: number; later: number };
  readonly settle: () => void;
}

/** Counts what comes over the network as script from now on, as for a browser that was never here. */
export const countScript = async ({ cdp }: Pick<Watched, 'cdp'>): Promise<Counted> => {
  const bytes = { first: 0, later: 0 };
  const scripts = new Map<string, keyof typeof bytes>();
  let phase: keyof typeof bytes = 'first';
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  cdp.on('Network.requestWillBeSent', ({ requestId, type }) => {
    if (type === 'Script') scripts.set(requestId, phase);
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const of = scripts.get(requestId);
    if (of !== undefined) bytes[of] += encodedDataLength;
  });
  return {
    bytes,
    settle: () => {
      phase = 'later';
    },
  };
};

/** For the first drawing, and in the second and a half after it. */
const loadOf = async (watched: Watched, address: string): Promise<Counted['bytes']> => {
  const { bytes, settle } = await countScript(watched);
  await watched.page.goto(address);
  await untilDrawn(watched.page);
  settle();
  await watched.page.waitForTimeout(SETTLED_MS);
  return bytes;
};

/** Addresses of all pages of the menu of somebody who finds the audit; waits until the page knows that. */
export const menuPaths = async (page: Page): Promise<readonly string[]> => {
  const links = page.getByRole('navigation').getByRole('link');
  await links.and(page.locator('[href$="/audit"]')).first().waitFor();
  return links.evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
};

const inKb = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;

const measureWith = async ({ browser }: MeasureParts, product: Product): Promise<readonly Row[]> => {
  const { page } = await browser.open(product);
  await page.goto(product.url);
  const linked = await menuPaths(page);
  await page.context().close();
  const rows = [];
  for (const path of new Set([...PATHS, ...linked])) {
    const watched = await browser.open(product);
    const what = `script of ${path}, first load`;
    try {
      const { first, later } = await loadOf(watched, new URL(path, product.url).href);
      const more = later === 0 ? '' : `, ${inKb(later)} more when idle`;
      rows.push({ what, ours: `${inKb(first)}${more}`, budget: `${SCRIPT_BUDGET_KB} kB`, peer: '' });
    } catch (error) {
      rows.push({
        what,
        ours: `not measured: ${String(error).split('\n')[0]}`,
        budget: `${SCRIPT_BUDGET_KB} kB`,
        peer: '',
      });
    }
    await watched.page.context().close();
  }
  return rows;
};

/** The script that a browser loads that was never here, of every page in the menu. */
export const measureScript: Measure = async (parts) =>
  within(await Product.start(), (product) => measureWith(parts, product));
