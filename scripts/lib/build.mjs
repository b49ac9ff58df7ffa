import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { bin, ROOT } from './root.mjs';
import { Trouble } from './say.mjs';
import { runCommand, withProgress } from './spawn.mjs';
import { whyFailed } from './why.mjs';

/** An unchanged tree is done by then, and needs no word. */
const QUIET_MS = 2000;

const WEB = join(ROOT, 'apps', 'web');

const mayWrite = () => {
  try {
    accessSync(WEB, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/** Builds the pages when their sources changed; turbo knows by content, so an unchanged tree costs under a second. */
export const ensureBuilt = async () => {
  // Who runs what another user installed takes the pages as that user built them.
  if (!mayWrite() && existsSync(join(WEB, '.next', 'BUILD_ID'))) return;
  const result = await withProgress(
    'Building the pages (about half a minute)',
    () =>
      runCommand(bin('turbo'), [
        'run',
        'build',
        '--filter=@netstrata/web',
        '--output-logs=errors-only',
        '--no-update-notifier',
        '--ui=stream',
      ]),
    QUIET_MS,
  );
  if (result.code !== 0) throw new Trouble(whyFailed('Building the pages', result));
};
