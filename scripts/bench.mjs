/** `npm run bench -- NAME …`: runs one benchmark of packages/lab/src/bench; without a name, lists them. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { track } from './lib/processes.mjs';
import { childEnv, NODE, ROOT } from './lib/root.mjs';
import { run, say, Trouble } from './lib/say.mjs';

const FOLDER = join(ROOT, 'packages', 'lab', 'src', 'bench');

const names = () =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -3));

/** The first comment of a benchmark says what it measures. @param {string} name */
const purposeOf = (name) => /^\/\*\* (.*?) \*\//.exec(readFileSync(join(FOLDER, `${name}.ts`), 'utf8'))?.[1] ?? '';

/** A benchmark takes down what it set up. */
const GRACE_MS = 30_000;

const main = async () => {
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined || name === '--help') {
    say('npm run bench -- NAME [options]\n');
    for (const known of names()) say(`  ${known}  ${purposeOf(known)}`);
    return 0;
  }
  if (!names().includes(name))
    throw new Trouble(`There is no benchmark "${name}": there are ${names().join(', ')}.`, 2);
  await ensureInstalled();
  await ensureBuilt();
  const child = track(spawn(NODE, [join(FOLDER, `${name}.ts`), ...args], { env: childEnv(), stdio: 'inherit' }));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
};

run(main, { graceMs: GRACE_MS });
