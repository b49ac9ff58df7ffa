import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bin, ROOT } from './root.mjs';
import { Trouble } from './say.mjs';
import { runCommand } from './spawn.mjs';

const PAGES = join(ROOT, 'apps', 'web', '.next', 'BUILD_ID');

/** Builds the pages when their sources changed; turbo knows by content, so an unchanged tree costs under a second. */
export const ensureBuilt = async () => {
  if (!existsSync(PAGES)) process.stdout.write('Building the pages (about half a minute the first time) …\n');
  const { code, output } = await runCommand(bin('turbo'), [
    'run',
    'build',
    '--filter=@netstrata/web',
    '--output-logs=errors-only',
    '--no-update-notifier',
    '--ui=stream',
  ]);
  if (code !== 0) throw new Trouble(`Building the pages failed:\n${output.trim().slice(-4000)}`);
};
