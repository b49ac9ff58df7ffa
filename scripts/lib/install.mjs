import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { NODE, ROOT } from './root.mjs';
import { Trouble } from './say.mjs';
import { runCommand, withProgress } from './spawn.mjs';
import { whyFailed } from './why.mjs';

const OLDEST_NODE = [20, 9];
const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.netstrata-installed');
/** npm's own list of what it put there. */
const LIST = join(MODULES, '.package-lock.json');

const lockHash = () => {
  const hash = createHash('sha256');
  for (const name of ['package.json', 'package-lock.json']) {
    const file = join(ROOT, name);
    if (!existsSync(file)) throw new Trouble(`${file} is missing: get it back with \`git checkout ${name}\`.`);
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
};

/** A folder that somebody removed from node_modules is noticed here, not as a riddle later. */
const isWhole = () => {
  try {
    const { packages } = JSON.parse(readFileSync(LIST, 'utf8'));
    return Object.entries(packages).every(([path, { link }]) =>
      existsSync(link ? join(ROOT, path) : join(ROOT, path, 'package.json')),
    );
  } catch {
    return false;
  }
};

const isInstalled = () =>
  existsSync(NODE) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockHash() && isWhole();

const checkMachine = () => {
  if (process.platform !== 'linux') throw new Trouble('Netstrata reads the Linux kernel: run it on Linux.');
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = OLDEST_NODE;
  if (major < leastMajor || (major === leastMajor && minor < leastMinor))
    throw new Trouble(
      `Netstrata needs Node ${OLDEST_NODE.join('.')} or newer to start, and this is ${process.version}.`,
    );
};

/** npm itself, whatever started us: another package manager does not know `ci`. @returns {[string, string[]]} */
const npm = () => {
  const path = process.env['npm_execpath'];
  return path && basename(path) === 'npm-cli.js' && existsSync(path) ? [process.execPath, [path]] : ['npm', []];
};

/** Installs what package-lock.json names unless it is there already, then checks that Node 24 came with it. */
export const ensureInstalled = async () => {
  checkMachine();
  if (isInstalled()) return;
  const hash = lockHash();
  const [command, prefix] = npm();
  const result = await withProgress('Installing packages (about a minute the first time)', () =>
    runCommand(command, [...prefix, 'ci', '--no-audit', '--no-fund', '--loglevel=error', '--foreground-scripts=false']),
  );
  if (result.code === 127)
    throw new Trouble('npm is not there: install it (it comes with Node), then run `npm start`.');
  if (result.code !== 0) throw new Trouble(whyFailed('Installing packages', result));
  if (!existsSync(NODE))
    throw new Trouble(
      `Node 24 did not come with the packages (there is one for x64 and arm64, this is ${process.arch}): check that npm installs optional dependencies (\`npm config get omit\`).`,
    );
  writeFileSync(STAMP, hash);
};
