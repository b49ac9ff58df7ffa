import { createNamespace, Product, startWorkload } from '@netstrata/lab';
import type { Page } from '@playwright/test';
import { type Measure, type MeasureParts, untilDrawn } from './browser.ts';
import type { Row } from './Row.ts';
import { within } from './within.ts';
import { workSeconds } from './work.ts';

/** What one process may hold. */
const MOST_PAIRS = 9000;
const SECONDS = 600;
/** A list of 100,000 takes its time to be made. */
const LISTED_LIMIT_MS = 60_000;
const SCROLL_MS = 10_000;
/** Of a wheel that is turned fast. */
const PIXELS_A_FRAME = 40;

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

interface Scrolled {
  /** Frames of a 60 Hz screen that were due. */
  readonly due: number;
  readonly dropped: number;
  readonly pixels: number;
  /** Frames in which a row that was in sight had not come yet, or had no place drawn for it. */
  readonly unfinished: number;
}

/** Scrolls the list of sockets, frame by frame, and counts the frames of a 60 Hz screen that had no drawing. */
const scroll = (page: Page): Promise<Scrolled> =>
  page.evaluate(
    ([lastsMs, pixelsAFrame]) =>
      new Promise<Scrolled>((resolve, reject) => {
        const grid = document.querySelector('[role="grid"]');
        const list = grid?.parentElement;
        if (!grid || !list) {
          reject(new Error('there is no list of sockets'));
          return;
        }
        /** Whether what is in sight at a height is a row with its cells. */
        const isDrawnAt = (y: number) => {
          const row = document.elementFromPoint(list.getBoundingClientRect().left + 20, y)?.closest('[data-index]');
          return row !== null && row !== undefined && row.getAttribute('aria-busy') !== 'true';
        };
        const { top, bottom } = list.getBoundingClientRect();
        let [startMs, frames, pixels, unfinished] = [0, 0, 0, 0];
        const step = (nowMs: number) => {
          if (startMs === 0) startMs = nowMs;
          else frames++;
          const isWhole = [top + 50, (top + bottom) / 2, bottom - 30].every(isDrawnAt);
          if (!isWhole) unfinished++;
          const before = list.scrollTop;
          list.scrollTop += pixelsAFrame;
          pixels += list.scrollTop - before;
          if (nowMs - startMs < lastsMs) requestAnimationFrame(step);
          else {
            const due = Math.round((nowMs - startMs) / (1000 / 60));
            resolve({ due, dropped: Math.max(0, due - frames), pixels, unfinished });
          }
        };
        requestAnimationFrame(step);
      }),
    [SCROLL_MS, PIXELS_A_FRAME] as const,
  );

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
  const { page, cdp } = watched;
  await page.goto(product.url);
  await untilDrawn(page);
  await openSockets(page, options.sockets);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const beforeS = await workSeconds(watched);
  const { due, dropped, pixels, unfinished } = await scroll(page);
  const workMs = ((await workSeconds(watched)) - beforeS) * 1000;
  if (pixels < due) throw new Error(`nothing was scrolled: ${pixels} px in ${due} frames`);
  const what = `${options.sockets} sockets, ${Math.round(pixels)} px in ${SCROLL_MS / 1000} s`;
  return [
    { what: `frames dropped while scrolling ${what}`, ours: `${dropped} of ${due}`, budget: '0, 60 fps', peer: '' },
    { what: 'frames of these with rows still on their way', ours: `${unfinished}`, budget: '0', peer: '' },
    {
      what: 'work of the page a frame of these',
      ours: `${(workMs / Math.max(1, due - dropped)).toFixed(1)} ms`,
      budget: '16.7 ms',
      peer: '',
    },
  ];
};

/** The list of all sockets. */
export const measureScroll: Measure = async (parts) =>
  within(await startCrowdedHost(parts.options.sockets), ({ product }) => measureWith(parts, product));
