import { isRunning } from './child.ts';
import { growthOf, type MemoryLook } from './growth.ts';
import type { MemoryOptions } from './options.ts';
import { connectLive } from './product/browser.ts';
import { type Product, startProduct } from './product/product.ts';
import { holdSockets } from './sockets.ts';
import { rssMbOf } from './usage.ts';

const MINUTE_MS = 60_000;
/** A page looks for so many minutes, then none for as many. */
const TURN_MINUTES = 2;

type Say = (line: string) => void;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const watch = async ({ url, hostId }: Product): Promise<() => void> => {
  const page = await connectLive(url);
  const seen = page.next('sockets:update');
  await page.open({ view: 'stack', hostId });
  await page.open({ view: 'sockets', hostId });
  await seen;
  return () => page.close();
};

/** At the end of each minute. */
const lookEachMinute = async (product: Product, minutes: number, say: Say): Promise<readonly MemoryLook[]> => {
  const looks: MemoryLook[] = [];
  let close: (() => void) | undefined;
  for (let minute = 1; minute <= minutes; minute++) {
    const watched = Math.floor((minute - 1) / TURN_MINUTES) % 2 === 1;
    if (!watched) {
      close?.();
      close = undefined;
    } else close ??= await watch(product);
    await pause(MINUTE_MS);
    if (!isRunning(product.agent)) throw new Error(`the agent ended: ${product.agent.complaint()}`);
    const rssMb = rssMbOf(product.agent.pid);
    if (rssMb === undefined) throw new Error('the memory of the agent cannot be read');
    looks.push({ minute, rssMb, watched });
    say(`minute ${minute}: ${rssMb.toFixed(1)} MB${watched ? ', watched' : ''}`);
  }
  close?.();
  return looks;
};

/** Looks at the agent's memory minute by minute, and says at last by how much it grows. */
export const runMemoryBench = async ({ minutes, sockets }: MemoryOptions, say: Say): Promise<readonly MemoryLook[]> => {
  const held = await holdSockets(sockets, minutes * 60 + 120);
  try {
    const product = await startProduct();
    try {
      const looks = await lookEachMinute(product, minutes, say);
      const growth = growthOf(looks);
      const sign = growth !== undefined && growth >= 0 ? '+' : '';
      say(
        growth === undefined
          ? 'too short to tell whether it grows'
          : `${sign}${growth.toFixed(2)} MB an hour over the second half (${sockets} sockets)`,
      );
      return looks;
    } finally {
      await product[Symbol.asyncDispose]();
    }
  } finally {
    await held[Symbol.asyncDispose]();
  }
};
