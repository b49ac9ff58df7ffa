import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { bin } from './root.mjs';
import { Trouble } from './say.mjs';
import { runCommand, withProgress } from './spawn.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge-stable'];

/** @returns {string | undefined} an executable of that family on PATH */
const onPath = () => {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter))
    for (const name of NAMES) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // not here: the next name
      }
    }
  return undefined;
};

/** @returns {Promise<string | undefined>} Playwright's own Chromium, if it was downloaded before */
const ofPlaywright = async () => {
  const { output } = await runCommand('node', ['-e', "console.log(require('playwright').chromium.executablePath())"]);
  const file = output.trim().split('\n').at(-1) ?? '';
  return file !== '' && existsSync(file) ? file : undefined;
};

/**
 * A Chromium for the browser tests: NETSTRATA_CHROMIUM, one that is there, else Playwright's download, else the
 * distribution's package (as root, with apt).
 * @returns {Promise<string>} its path
 */
export const ensureBrowser = async () => {
  const named = process.env['NETSTRATA_CHROMIUM'];
  if (named) {
    if (existsSync(named)) return named;
    throw new Trouble(`NETSTRATA_CHROMIUM names ${named}, which does not exist.`);
  }
  const found = onPath() ?? (await ofPlaywright());
  if (found) return found;
  await withProgress('Fetching Chromium for the browser tests', () =>
    runCommand(bin('playwright'), ['install', 'chromium']),
  );
  const fetched = await ofPlaywright();
  if (fetched) return fetched;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await withProgress('Installing the distribution’s Chromium', async () => {
      await runCommand('apt-get', ['update', '-qq'], { env });
      await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env });
    });
    const installed = onPath();
    if (installed) return installed;
  }
  throw new Trouble(
    'The browser tests need Chromium: install your distribution’s package `chromium`, or name one in NETSTRATA_CHROMIUM.',
  );
};
