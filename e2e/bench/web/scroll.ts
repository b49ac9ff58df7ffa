import { createNamespace, Product, startWorkload } from '@netstrata/lab';
import type { Page } from '@playwright/test';
import { type Measure, type MeasureParts, untilDrawn } from './browser.ts';
import type { Row } from './Row.ts';
import { scrolled } from './scrolled.ts';
import { within } from './within.ts';

/** What one process may hold. */
const MOST_PAIRS = 9000;
const SECONDS = 600;
/** A list of 100,000 takes its time to be made. */
const LISTED_LIMIT_MS = 60_000;

/** Opens the page of sockets, and waits until the whole list is known and its first rows are there. */
const openSockets = async (page: Page, sockets: number): Promise<void> => {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Sockets/ })
    .first()
    .click();
  await page.waitForURL(/\/sockets/);
  const isListed = (least: number) => {
    const grid = document.querySelector('[role="grid"][aria-busy="false"]');
    return (
      Number(grid?.getAttribute('aria-rowcount')) > least && grid?.querySelector('[data-index="0"] td + td') !== null
    );
  };
  await page.waitForFunction(isListed, sockets, { polling: 'raf', timeout: LISTED_LIMIT_MS });
};

/** A host that has very many sockets, in a network namespace of its own. */
const startCrowdedHost = async (sockets: number): Promise<AsyncDisposable & { readonly product: Product }> => {
  const stack = new AsyncDisposableStack();
  const whole = { [Symbol.asyncDispose]: () => stack.disposeAsync() };
  try {
    const namespace = stack.use(await createNamespace());
    const pairs = Math.ceil(sockets / 2);
    const processes = Math.ceil(pairs / MOST_PAIRS);
    for (let n = 0; n < processes; n++) {
      const address = `127.0.0.${n + 2}`;
      const held = { pairs: Math.ceil(pairs / processes), activeShare: 0.02, address, seconds: SECONDS };
      await stack.use(startWorkload('idleSockets', held, namespace)).ready;
    }
    return { ...whole, product: stack.use(await Product.start({ namespace, cpuBudget: 50 })) };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
};

const measureWith = async ({ browser, options }: MeasureParts, product: Product): Promise<readonly Row[]> => {
  const watched = await browser.open(product);
  const { page } = watched;
  await page.goto(product.url);
  await untilDrawn(page);
  await openSockets(page, options.sockets);
  const list = { scroller: ':has(> [role="grid"])', rows: '[role="grid"]', covered: 50 };
  return scrolled(watched, list, `${options.sockets} sockets`);
};

/** The list of all sockets. */
export const measureScroll: Measure = async (parts) =>
  within(await startCrowdedHost(parts.options.sockets), ({ product }) => measureWith(parts, product));
