import type { Product } from '@netstrata/lab';
import { type CDPSession, chromium, type Page } from '@playwright/test';
import { BROWSER_ARGS } from '../../browserArgs.ts';
import { signIn } from '../../page.ts';
import type { WebOptions } from './options.ts';
import type { Row } from './Row.ts';

/** A page with its line to the browser's own figures. */
export interface Watched {
  readonly page: Page;
  readonly cdp: CDPSession;
}

export interface OpenBrowser extends AsyncDisposable {
  /** A page of somebody who has signed in, in a window of its own; motion is reduced unless said. */
  open(product: Product, motion?: 'reduce' | 'no-preference'): Promise<Watched>;
}

/** What each measure is given. */
export interface MeasureParts {
  readonly browser: OpenBrowser;
  readonly options: WebOptions;
  /** Aborted when somebody ends the bench. */
  readonly ended: AbortSignal;
  readonly say: (line: string) => void;
}
export type Measure = (parts: MeasureParts) => Promise<readonly Row[]>;

const VIEWPORT = { width: 1440, height: 900 };

/** It is closed, and what is asked of its pages fails, when the bench is ended. */
export const openBrowser = async (ended: AbortSignal): Promise<OpenBrowser> => {
  const executablePath = process.env['NETSTRATA_CHROMIUM'];
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: BROWSER_ARGS,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  ended.addEventListener('abort', () => void browser.close(), { once: true });
  return {
    open: async (product, reducedMotion = 'reduce') => {
      const context = await browser.newContext({ viewport: VIEWPORT, reducedMotion });
      await signIn(context, product);
      const page = await context.newPage();
      return { page, cdp: await context.newCDPSession(page) };
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
};

const DRAWN_LIMIT_MS = 60_000;

/** Waits until a page shows what it is about: nothing of it loads any more, and where it has an age of data, that is live. */
export const untilDrawn = async (page: Page): Promise<void> => {
  const isDrawn = () => {
    const main = document.querySelector('main, [role="main"]');
    const loads = document.querySelector('[aria-busy="true"], [role="status"][aria-label^="Loading"]');
    const freshness = document.querySelector('[data-freshness]');
    return main !== null && loads === null && (freshness === null || freshness.matches('[data-freshness="live"]'));
  };
  await page.waitForFunction(isDrawn, undefined, { polling: 'raf', timeout: DRAWN_LIMIT_MS });
};
