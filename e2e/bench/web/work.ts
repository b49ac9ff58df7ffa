import { setTimeout as pause } from 'node:timers/promises';
import type { MeasureParts, Watched } from './browser.ts';
import { quantile } from './numbers.ts';

const TICK_MS = 1000;
/** Compilers and caches settle within this. */
const WARM_UP_MS = 8000;

/** Milliseconds of the page's main thread; what scripts make the browser do meanwhile counts as what it is. */
interface Work {
  readonly script: number;
  /** Finding out how everything looks and where it goes. */
  readonly layout: number;
  /** All else: painting, composing, reading messages. */
  readonly other: number;
}

/** Spent so far. */
const workOf = async ({ cdp }: Watched): Promise<Work> => {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const msOf = (name: string) => (metrics.find((metric) => metric.name === name)?.value ?? Number.NaN) * 1000;
  const script = msOf('ScriptDuration');
  const layout = msOf('LayoutDuration') + msOf('RecalcStyleDuration');
  return { script, layout, other: msOf('TaskDuration') - msOf('DevToolsCommandDuration') - script - layout };
};

/** Seconds that the page's main thread has spent so far in scripts, layout and style. */
export const workSeconds = async (watched: Watched): Promise<number> => {
  const { script, layout } = await workOf(watched);
  return (script + layout) / 1000;
};

/** Work of a page that is left alone, tick by tick: "3.1 ms, p95 4.2 ms; style and layout 1.2 ms, all else 2.0 ms". */
export const workPerTick = async (watched: Watched, { options, ended }: MeasureParts): Promise<string> => {
  // Time of the thread itself: on a busy machine the time on the clock is more than the work.
  await watched.cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  await pause(WARM_UP_MS, undefined, { signal: ended });
  const perTick: Work[] = [];
  let before = await workOf(watched);
  for (let tick = 0; tick < options.ticks; tick++) {
    await pause(TICK_MS, undefined, { signal: ended });
    const now = await workOf(watched);
    perTick.push({
      script: now.script - before.script,
      layout: now.layout - before.layout,
      other: now.other - before.other,
    });
    before = now;
  }
  const inWords = (part: keyof Work, share: number) =>
    `${quantile(
      perTick.map((work) => work[part]),
      share,
    ).toFixed(1)} ms`;
  const script = `${inWords('script', 0.5)}, p95 ${inWords('script', 0.95)}`;
  return `${script}; style and layout ${inWords('layout', 0.5)}, all else ${inWords('other', 0.5)}`;
};
