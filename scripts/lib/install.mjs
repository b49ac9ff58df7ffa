import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE, ROOT } from './root.mjs';
import { Trouble } from './say.mjs';
import { runCommand, withProgress } from './spawn.mjs';

const STAMP = join(ROOT, 'node_modules', '.netstrata-installed');

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(ROOT, 'package.json')))
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');

const isInstalled = () => existsSync(NODE) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockHash();

/** @param {string} output of npm @returns {string} one sentence that says what to do */
const explain = (output) => {
  const folder = ROOT;
  if (/EACCES|EPERM|EROFS/.test(output))
    return `Cannot write to ${folder}/node_modules: run as the owner of ${folder}, or make it writable.`;
  if (/ENOSPC/.test(output)) return `The disk of ${folder} is full: free about 1 GB and try again.`;
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET/.test(output))
    return 'The package registry cannot be reached: check the network (or the proxy of npm) and try again.';
  if (/EUSAGE|ELOCKVERIFY|in sync/.test(output))
    return 'package.json and package-lock.json disagree: run `npm install` and try again.';
  const last = output
    .trim()
    .split('\n')
    .filter((line) => line.includes('npm error'))
    .slice(0, 4)
    .join('\n');
  return `Installing packages failed: remove ${folder}/node_modules and try again. npm said:\n${last || output.trim().slice(-800)}`;
};

/** Installs what package-lock.json names unless it is there already, then checks that Node 24 came with it. */
export const ensureInstalled = async () => {
  if (process.platform !== 'linux') throw new Trouble('Netstrata reads the Linux kernel: run it on Linux.');
  if (isInstalled()) return;
  const npm = process.env['npm_execpath'];
  const [command, prefix] = npm ? [process.execPath, [npm]] : ['npm', []];
  const { code, output } = await withProgress('Installing packages (about a minute the first time)', () =>
    runCommand(command, [...prefix, 'ci', '--no-audit', '--no-fund', '--loglevel=error', '--foreground-scripts=false']),
  );
  if (code !== 0) throw new Trouble(explain(output));
  if (!existsSync(NODE))
    throw new Trouble(
      `Node 24 did not come with the packages (there is one for x64 and arm64, this is ${process.arch}): check that npm installs optional dependencies (\`npm config get omit\`).`,
    );
  writeFileSync(STAMP, lockHash());
};
