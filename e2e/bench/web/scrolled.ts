import type { Page } from '@playwright/test';
import type { Watched } from './browser.ts';
import type { Row } from './Row.ts';
import { workSeconds } from './work.ts';

const SCROLL_MS = 10_000;
/** Of a wheel that is turned fast. */
const PIXELS_A_FRAME = 40;

/** A list of which only what is in sight is drawn; selectors of it. */
interface LongList {
  /** What scrolls: an element, or `html` for the page itself. */
  readonly scroller: string;
  /** What holds the rows, each with its `data-index`. */
  readonly rows: string;
  /** So many pixels of its upper end may lie under something. */
  readonly covered: number;
}

interface Scrolled {
  /** Frames of a 60 Hz screen that were due. */
  readonly due: number;
  readonly dropped: number;
  readonly pixels: number;
  /** Frames in which a row that was in sight had not come yet, or had no place drawn for it. */
  readonly unfinished: number;
}

/** Scrolls a list, frame by frame, and counts the frames of a 60 Hz screen that had no drawing. */
const scroll = (page: Page, list: LongList): Promise<Scrolled> =>
  page.evaluate(
    ([lastsMs, pixelsAFrame, { scroller, rows, covered }]) =>
      new Promise<Scrolled>((resolve, reject) => {
        const [moved, held] = [document.querySelector(scroller), document.querySelector(rows)];
        if (!moved || !held) {
          reject(new Error(`there is no ${moved ? rows : scroller}`));
          return;
        }
        const sight =
          moved === document.documentElement
            ? new DOMRect(0, 0, innerWidth, innerHeight)
            : moved.getBoundingClientRect();
        /** Whether what is in sight at a height is a row with its cells. */
        const isDrawnAt = (y: number) => {
          const row = document.elementFromPoint(held.getBoundingClientRect().left + 20, y)?.closest('[data-index]');
          return row !== null && row !== undefined && row.getAttribute('aria-busy') !== 'true';
        };
        let [startMs, frames, pixels, unfinished] = [0, 0, 0, 0];
        const step = (nowMs: number) => {
          if (startMs === 0) startMs = nowMs;
          else frames++;
          const top = Math.max(sight.top, held.getBoundingClientRect().top) + covered;
          const isWhole = [top, (top + sight.bottom) / 2, sight.bottom - 30].every(isDrawnAt);
          if (!isWhole) unfinished++;
          const before = moved.scrollTop;
          moved.scrollTop += pixelsAFrame;
          pixels += moved.scrollTop - before;
          if (nowMs - startMs < lastsMs) requestAnimationFrame(step);
          else {
            const due = Math.round((nowMs - startMs) / (1000 / 60));
            resolve({ due, dropped: Math.max(0, due - frames), pixels, unfinished });
          }
        };
        requestAnimationFrame(step);
      }),
    [SCROLL_MS, PIXELS_A_FRAME, list] as const,
  );

/** As many as that way is long. */
const BARE_ROWS = 700;
const BARE: LongList = { scroller: 'html', rows: 'main', covered: 0 };

/** The same way through lines of plain text, beside the same work of the machine: what it drops there no page can draw. */
const scrollBare = async (page: Page): Promise<string> => {
  await page.goto('about:blank');
  await page.evaluate((count) => {
    document.body.append(document.createElement('main'));
    for (let index = 0; index < count; index++) {
      const line = document.createElement('div');
      line.dataset['index'] = String(index);
      line.style.cssText = 'height: 36px; contain: strict';
      line.textContent = `line ${index}`;
      document.querySelector('main')?.append(line);
    }
  }, BARE_ROWS);
  const { due, dropped } = await scroll(page, BARE);
  return `bare text: ${dropped} of ${due}`;
};

/** What scrolling through a list costs, and then what plain text does in its place; `what` says of what it is a list. */
export const scrolled = async (watched: Watched, list: LongList, what: string): Promise<readonly Row[]> => {
  await watched.cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const beforeS = await workSeconds(watched);
  const { due, dropped, pixels, unfinished } = await scroll(watched.page, list);
  const workMs = ((await workSeconds(watched)) - beforeS) * 1000;
  if (pixels < due) throw new Error(`nothing was scrolled: ${pixels} px in ${due} frames`);
  const peer = await scrollBare(watched.page);
  const way = `${what}, ${Math.round(pixels)} px in ${SCROLL_MS / 1000} s`;
  return [
    { what: `frames dropped while scrolling ${way}`, ours: `${dropped} of ${due}`, budget: '0, 60 fps', peer },
    { what: 'frames of these with rows still on their way', ours: `${unfinished}`, budget: '0', peer: '' },
    {
      what: 'work of the page a frame of these',
      ours: `${(workMs / Math.max(1, due - dropped)).toFixed(1)} ms`,
      budget: '16.7 ms',
      peer: '',
    },
  ];
};
