import { setTimeout as pause } from 'node:timers/promises';
import type { Product } from '@netstrata/lab';
import { type Measure, type MeasureParts, untilDrawn, type Watched } from './browser.ts';
import type { Row } from './Row.ts';
import { startTrafficHost } from './trafficHost.ts';
import { startWallFleet } from './wallFleet.ts';
import { within } from './within.ts';

const MINUTE_MS = 60_000;
/** What a page loads and compiles late is there by then. */
const WARM_UP_MS = 20_000;

interface Held {
  /** Megabytes (10^6 bytes) of the page's heap that something still refers to. */
  readonly mb: number;
  /** Of the document, and those that are in none and still referred to. */
  readonly nodes: number;
  readonly listeners: number;
}

const heldBy = async ({ cdp }: Watched): Promise<Held> => {
  // What the first collection lets finalizers free, the second one takes.
  for (let n = 0; n < 2; n++) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners: listeners } = await cdp.send('Memory.getDOMCounters');
  return { mb: usedSize / 1e6, nodes, listeners };
};

const openPage = async ({ browser }: MeasureParts, product: Product, path: string): Promise<Watched> => {
  const watched = await browser.open(product);
  await watched.page.goto(new URL(path, product.url).href);
  await untilDrawn(watched.page);
  return watched;
};

const rowOf = (name: string, looks: readonly Held[]): Row => {
  const [first, half, last] = [looks[0], looks[Math.floor((looks.length - 1) / 2)], looks.at(-1)];
  const from = (pick: (held: Held) => number, digits = 0) =>
    [first, last].map((held) => (held === undefined ? '?' : pick(held).toFixed(digits))).join(' -> ');
  const lately = ((last?.mb ?? Number.NaN) - (half?.mb ?? Number.NaN)).toFixed(2);
  const heap = `${from(({ mb }) => mb, 1)} MB, ${lately} MB of it in the second half`;
  const ours = `${heap}; nodes ${from(({ nodes }) => nodes)}, listeners ${from(({ listeners }) => listeners)}`;
  return { what: `heap of the live ${name} over ${looks.length - 1} min`, ours, budget: 'flat', peer: '' };
};

const measureWith = async (parts: MeasureParts, product: Product): Promise<readonly Row[]> => {
  const { say, ended } = parts;
  const { minutes, hosts } = parts.options;
  const pages = {
    stack: await openPage(parts, product, '/'),
    [`wall of ${hosts} hosts`]: await openPage(parts, product, '/wall'),
  };
  const looks = new Map<string, Held[]>(Object.keys(pages).map((name) => [name, []]));
  await pause(WARM_UP_MS, undefined, { signal: ended });
  for (let minute = 0; minute <= minutes; minute++) {
    if (minute > 0) await pause(MINUTE_MS, undefined, { signal: ended });
    for (const [name, watched] of Object.entries(pages)) {
      const held = await heldBy(watched);
      looks.get(name)?.push(held);
      say(`minute ${minute}, ${name}: ${held.mb.toFixed(2)} MB, ${held.nodes} nodes, ${held.listeners} listeners`);
    }
  }
  return [...looks].map(([name, held]) => rowOf(name, held));
};

/** The stack of a busy host and a wall of many, both live for so many minutes. */
export const measureMemory: Measure = async (parts) =>
  within(await startTrafficHost(), async ({ product }) =>
    within(await startWallFleet(product, parts), () => measureWith(parts, product)),
  );
