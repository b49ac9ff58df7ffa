/** `npm run lab -- SCENARIO`: makes a problem of the network stack with the product beside it; without a name, lists them. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { track } from './lib/processes.mjs';
import { childEnv, NODE, ROOT } from './lib/root.mjs';
import { run } from './lib/say.mjs';

const LAB = join(ROOT, 'packages', 'lab', 'src');

/** Namespaces and what runs in them are taken down first. */
const GRACE_MS = 15_000;

const main = async () => {
  const args = process.argv.slice(2);
  await ensureInstalled();
  // What names no scenario is answered by the lab itself, which needs no pages for it.
  const named = args.some((word) => existsSync(join(LAB, 'scenarios', `${word}.ts`)));
  if (named && !args.includes('--no-pages')) await ensureBuilt();
  const stdio = /** @type {const} */ (['inherit', 'inherit', 'inherit', 'ipc']);
  const child = track(spawn(NODE, [join(LAB, 'lab.ts'), ...args], { env: childEnv(), stdio: [...stdio] }));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
};

run(main, { signalCode: 0, graceMs: GRACE_MS });
