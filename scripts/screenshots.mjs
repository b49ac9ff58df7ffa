/**
 * `npm run screenshots`: the pictures of the README, taken of the built product on this machine, with traffic on loopback: a
 * service with many clients, and bursts of datagrams that overflow one receive buffer.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ensureBrowser } from './lib/browser.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { launch } from './lib/launch.mjs';
import { stopAll } from './lib/processes.mjs';
import { ROOT } from './lib/root.mjs';
import { run, say, Trouble } from './lib/say.mjs';

const IMAGES = join(ROOT, 'docs', 'images');
/** @type {readonly { name: string, width: number, height: number, colorScheme: 'dark' | 'light' }[]} */
const SHOTS = [{ name: 'stack-dark', width: 1440, height: 900, colorScheme: 'dark' }];
/** By then the sparklines have a shape and the rules have seen enough. */
const SETTLE_MS = 65_000;
const READY_LIMIT_MS = 30_000;
/** A README loads it for everyone. */
const LARGEST_BYTES = 400_000;

/** @typedef {typeof import('../packages/lab/src/index.ts')} Lab */

/** Starts the traffic; it ends by itself, whatever becomes of us. @param {Lab} lab @returns {Promise<AsyncDisposableStack>} */
const startTraffic = async ({ startWorkload }) => {
  const traffic = new AsyncDisposableStack();
  const seconds = SHOTS.length * (SETTLE_MS / 1000) + 60;
  const service = {
    requestsPerSecond: 240,
    connections: 32,
    shortPerSecond: 12,
    udpPerSecond: 40,
    responseBytes: 9000,
  };
  traffic.use(startWorkload('mixedLoad', { ...service, seconds }));
  // A burst is more than the buffer takes, although the reader is fast enough on the whole. Bursts keep no step with samples.
  const reader = traffic.use(startWorkload('udpSink', { mode: 'slow', perSecond: 300, seconds }));
  const { port } = await reader.ready;
  traffic.use(
    startWorkload('udpBurst', { port, size: 300, perSecond: 400, burst: 360, total: 400 * seconds, seconds }),
  );
  return traffic;
};

/** There when a burst has just come: the gauge stands at the rim. */
const FULL_BUFFER = 'meter[aria-label="Fullest UDP receive buffer"][aria-valuetext$="Saturated"]';

/** Watches the page like a person, then takes its picture. @param {string} url @param {string} executablePath */
const takeShots = async (url, executablePath) => {
  const { chromium } = createRequire(join(ROOT, 'e2e', 'package.json'))('playwright');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    mkdirSync(IMAGES, { recursive: true });
    for (const { name, width, height, colorScheme } of SHOTS) {
      // Without a GPU the moving picture takes a core for itself, which the traffic needs.
      const page = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
      page.setDefaultTimeout(READY_LIMIT_MS);
      await page.goto(url);
      await page.locator('[data-freshness="live"]').waitFor();
      await page.waitForTimeout(SETTLE_MS);
      await page.locator('[data-rule]').first().waitFor();
      await page.locator(FULL_BUFFER).waitFor({ state: 'attached' });
      const path = join(IMAGES, `${name}.png`);
      await page.screenshot({ path, animations: 'disabled' });
      await page.close();
      const { size } = statSync(path);
      if (size > LARGEST_BYTES) throw new Trouble(`${path} has ${size} bytes: more than ${LARGEST_BYTES}.`);
      say(`wrote ${relative(ROOT, path)} (${Math.round(size / 1000)} kB)`);
    }
  } finally {
    await browser.close();
  }
};

run(async () => {
  await ensureInstalled();
  const executablePath = await ensureBrowser();
  await ensureBuilt();
  const data = mkdtempSync(join(tmpdir(), 'netstrata-shots-'));
  process.once('exit', () => rmSync(data, { recursive: true, force: true }));
  try {
    const values = new Map([
      ['--port', '0'],
      ['--data', data],
    ]);
    const { url } = await launch({ values, watch: false });
    const traffic = await startTraffic(await import('../packages/lab/src/index.ts'));
    say(`Watching traffic on loopback for ${SETTLE_MS / 1000} s a picture …`);
    await takeShots(url, executablePath).finally(() => traffic.disposeAsync());
  } finally {
    await stopAll();
  }
});
