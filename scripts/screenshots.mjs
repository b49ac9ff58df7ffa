/** `npm run screenshots`: the pictures of the README, taken from the built product on this machine. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './lib/browser.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { launch } from './lib/launch.mjs';
import { stopAll } from './lib/processes.mjs';
import { ROOT } from './lib/root.mjs';
import { run, say } from './lib/say.mjs';

const SHOTS = [
  { name: 'stack-dark', width: 1440, height: 1000, scheme: /** @type {const} */ ('dark') },
  { name: 'stack-light', width: 1440, height: 1000, scheme: /** @type {const} */ ('light') },
  { name: 'stack-phone', width: 390, height: 844, scheme: /** @type {const} */ ('dark') },
];
/** Long enough for the sparklines to have a shape. */
const SETTLE_MS = 45_000;

run(async () => {
  await ensureInstalled();
  const executablePath = await ensureBrowser();
  await ensureBuilt();
  const data = mkdtempSync(join(tmpdir(), 'netstrata-shots-'));
  const values = new Map([
    ['--port', '0'],
    ['--data', data],
  ]);
  const { url } = await launch({ values, watch: false });
  const { chromium } = createRequire(join(ROOT, 'e2e', 'package.json'))('playwright');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    for (const { name, width, height, scheme } of SHOTS) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
      await page.goto(url);
      await page.getByRole('main').waitFor();
      await page.waitForTimeout(3000);
      const path = join(ROOT, 'docs', 'images', `${name}.png`);
      await page.screenshot({ path });
      await page.close();
      say(`wrote ${path}`);
    }
  } finally {
    await browser.close();
    await stopAll();
    rmSync(data, { recursive: true, force: true });
  }
});
