/**
 * `npm run screenshots [machine|wall]`: the pictures of the README, taken of the built product on this machine, with traffic on loopback: a
 * service with many clients, and bursts of datagrams that overflow one receive buffer. The wall shows hosts of their own, each a network
 * namespace with a name, an agent and traffic.
 */
import { randomUUID } from 'node:crypto';
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
import { AWAY, FLEET, FLEET_SECONDS, WALL_READY } from './lib/wallFleet.mjs';

const IMAGES = join(ROOT, 'docs', 'images');
/**
 * `ready` is on the page when there is something to see.
 * @typedef {{ name: string, path: string, ready: string, width: number, height: number, colorScheme: 'dark' | 'light' }} Shot
 */

/** There when a burst has just come: the gauge stands at the rim. */
const FULL_BUFFER = 'meter[aria-label="Fullest UDP receive buffer"][aria-valuetext$="Saturated"]';

/** @type {readonly Shot[]} */
const SHOTS = [
  { name: 'stack-dark', path: '/', ready: FULL_BUFFER, width: 1440, height: 900, colorScheme: 'dark' },
  { name: 'stack-phone', path: '/', ready: FULL_BUFFER, width: 390, height: 844, colorScheme: 'light' },
  {
    name: 'sockets-light',
    path: '/sockets',
    ready: 'main:has(button:has-text("Columns")) tbody tr',
    width: 1440,
    height: 900,
    colorScheme: 'light',
  },
  {
    name: 'interfaces-dark',
    path: '/interfaces',
    ready: 'main:not(:has(.skeleton)):has(table)',
    width: 1440,
    height: 900,
    colorScheme: 'dark',
  },
];
/** @type {Shot} */
const WALL = { name: 'wall-dark', path: '/wall', ready: WALL_READY, width: 1920, height: 1080, colorScheme: 'dark' };
/** By then the sparklines have a shape and the rules have seen enough. */
const SETTLE_MS = 65_000;
const READY_LIMIT_MS = 90_000;
/** Waiting for what is to be seen included. */
const LONGEST_SHOT_S = 105;
/** A README loads it for everyone. */
const LARGEST_BYTES = 400_000;

/** @typedef {typeof import('../packages/lab/src/index.ts')} Lab */

/** Starts the traffic; it ends by itself, whatever becomes of us. @param {Lab} lab @returns {Promise<AsyncDisposableStack>} */
const startTraffic = async ({ startWorkload }) => {
  const traffic = new AsyncDisposableStack();
  const seconds = SETTLE_MS / 1000 + SHOTS.length * LONGEST_SHOT_S;
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

/** Makes the first admin. @param {import('./lib/launch.mjs').Ready} ready @returns {Promise<string>} as a Cookie header has them */
const signIn = async ({ url, welcome = url }) => {
  const { origin, searchParams } = new URL(welcome);
  const code = searchParams.get('code');
  const body = JSON.stringify({ code, name: 'Ada', email: 'ada@example.org', password: randomUUID() });
  const headers = { 'Content-Type': 'application/json', Origin: origin };
  const response = await fetch(`${url}/api/v1/welcome`, { method: 'POST', headers, body });
  if (!response.ok) throw new Trouble(`Nobody could sign in: ${await response.text()}`);
  const lines = response.headers.getSetCookie();
  return lines.map((line) => line.split(';')[0]).join('; ');
};

/**
 * Takes one picture as soon as there is what it is to show.
 * @param {{ newPage(): Promise<any> }} context @param {string} url @param {Shot} shot
 */
const takeShot = async (context, url, { name, path, ready, width, height, colorScheme }) => {
  const page = await context.newPage();
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  page.setDefaultTimeout(READY_LIMIT_MS);
  await page.goto(new URL(path, url).href);
  await page.locator('[data-freshness="live"], [data-live="true"]').first().waitFor();
  if (path === '/') await page.locator('[data-rule]').first().waitFor();
  await page.locator(ready).first().waitFor({ state: 'attached' });
  const file = join(IMAGES, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled' });
  await page.close();
  const { size } = statSync(file);
  if (size > LARGEST_BYTES) throw new Trouble(`${file} has ${size} bytes: more than ${LARGEST_BYTES}.`);
  say(`wrote ${relative(ROOT, file)} (${Math.round(size / 1000)} kB)`);
};

/**
 * Signs in, waits until the pages have something to show, then takes the pictures.
 * @param {import('./lib/launch.mjs').Ready} ready @param {string} executablePath
 * @param {{ shots: readonly Shot[], settle: (page: any) => Promise<unknown> }} what
 */
const takeShots = async (ready, executablePath, { shots, settle }) => {
  const { url } = ready;
  const cookies = (await signIn(ready)).split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
  });
  const { chromium } = createRequire(join(ROOT, 'e2e', 'package.json'))('playwright');
  // Without a GPU the moving picture takes a core for itself, which the traffic needs.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    mkdirSync(IMAGES, { recursive: true });
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    await context.addCookies(cookies);
    // Nobody is shown around on a picture.
    await context.addInitScript(() => localStorage.setItem('netstrata.tour', 'seen'));
    const watching = await context.newPage();
    await watching.goto(url);
    await settle(watching);
    await watching.close();
    for (const shot of shots) await takeShot(context, url, shot);
  } finally {
    await browser.close();
  }
};

/** This machine, watched like a person does until it has a history. @param {Lab} lab @param {string} executablePath */
const takeThisMachine = async (lab, executablePath) => {
  const data = mkdtempSync(join(tmpdir(), 'netstrata-shots-'));
  process.once('exit', () => rmSync(data, { recursive: true, force: true }));
  try {
    const values = new Map([
      ['--port', '0'],
      ['--data', data],
    ]);
    const ready = await launch({ values, watch: false });
    const traffic = await startTraffic(lab);
    say(`Watching traffic on loopback for ${SETTLE_MS / 1000} s …`);
    const settle = (/** @type {any} */ page) => page.waitForTimeout(SETTLE_MS);
    await takeShots(ready, executablePath, { shots: SHOTS, settle }).finally(() => traffic.disposeAsync());
  } finally {
    await stopAll();
  }
};

/** @param {Lab} lab @param {string} executablePath */
const takeWall = async ({ LabFleet, labSupport }, executablePath) => {
  const { ok, reason } = labSupport();
  if (!ok) return say(`No picture of the wall: ${reason}.`);
  say(`Starting ${FLEET.length} hosts, each in a network namespace …`);
  const fleet = await LabFleet.start(FLEET, FLEET_SECONDS);
  try {
    const { url, welcome = url } = fleet.product;
    const settle = async (/** @type {any} */ page) => {
      await page.waitForTimeout(SETTLE_MS);
      await fleet.leave(AWAY);
    };
    await takeShots({ url, agentUrl: url, port: 0, welcome }, executablePath, { shots: [WALL], settle });
  } finally {
    await fleet[Symbol.asyncDispose]();
  }
};

run(async () => {
  await ensureInstalled();
  const executablePath = await ensureBrowser();
  await ensureBuilt();
  const lab = await import('../packages/lab/src/index.ts');
  const only = process.argv.slice(2);
  if (only.length === 0 || only.includes('machine')) await takeThisMachine(lab, executablePath);
  if (only.length === 0 || only.includes('wall')) await takeWall(lab, executablePath);
});
