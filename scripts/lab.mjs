/**
 * `npm run lab -- SCENARIO`: makes a problem of the network stack with the product beside it; without a name, lists them.
 * `npm run lab -- --all --report FILE`: proves all rules and reports what each of them did.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { track } from './lib/processes.mjs';
import { bin, childEnv, NODE, ROOT } from './lib/root.mjs';
import { run, Trouble } from './lib/say.mjs';
import { runCommand } from './lib/spawn.mjs';

const LAB = join(ROOT, 'packages', 'lab', 'src');

/** Namespaces and what runs in them are taken down first. */
const GRACE_MS = 15_000;

/** @param {string} file */
const proveAll = async (file) => {
  const folder = mkdtempSync(join(tmpdir(), 'netstrata-lab-'));
  const log = join(folder, 'log');
  const results = join(folder, 'results.json');
  writeFileSync(log, '');
  try {
    const tests = ['run', '--project', 'lab', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
    const { code } = await runCommand(bin('vitest'), tests, { echo: true, env: { NETSTRATA_LAB_LOG: log } });
    const write = join(LAB, 'report', 'write.ts');
    const written = await runCommand(NODE, [write, resolve(file), log, results], { echo: true });
    return code !== 0 ? code : written.code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const main = async () => {
  const args = process.argv.slice(2);
  await ensureInstalled();
  if (args.includes('--all')) {
    const file = args[args.indexOf('--report') + 1];
    if (args.length !== 3 || !args.includes('--report') || file === undefined || file.startsWith('--'))
      throw new Trouble('To prove all rules: npm run lab -- --all --report FILE', 2);
    return proveAll(file);
  }
  // What names no scenario is answered by the lab itself, which needs no pages for it.
  const named = args.some((word) => existsSync(join(LAB, 'scenarios', `${word}.ts`)));
  if (named && !args.includes('--no-pages')) await ensureBuilt();
  const stdio = /** @type {const} */ (['inherit', 'inherit', 'inherit', 'ipc']);
  const child = track(spawn(NODE, [join(LAB, 'lab.ts'), ...args], { env: childEnv(), stdio: [...stdio] }));
  return new Promise((done, reject) => {
    child.once('error', reject);
    child.once('close', (code) => done(code ?? 1));
  });
};

run(main, { signalCode: 0, graceMs: GRACE_MS });
