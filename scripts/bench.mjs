/** `npm run bench -- NAME …`: runs one benchmark of packages/lab/src/bench or e2e/bench; without a name, lists them. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from './lib/browser.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { track } from './lib/processes.mjs';
import { childEnv, NODE, ROOT } from './lib/root.mjs';
import { run, say, Trouble } from './lib/say.mjs';

/** Those of the second folder need a browser. */
const [FOLDER, BROWSER_FOLDER] = [join(ROOT, 'packages', 'lab', 'src', 'bench'), join(ROOT, 'e2e', 'bench')];

/** Programs by name. @returns {ReadonlyMap<string, string>} */
const benches = () =>
  new Map(
    [FOLDER, BROWSER_FOLDER].flatMap((folder) =>
      readdirSync(folder)
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .map((file) => /** @type {const} */ ([file.slice(0, -3), join(folder, file)])),
    ),
  );

/** The first comment of a benchmark says what it measures. @param {string} program */
const purposeOf = (program) => /^\/\*\* (.*?) \*\//.exec(readFileSync(program, 'utf8'))?.[1] ?? '';

/** A benchmark takes down what it set up. */
const GRACE_MS = 30_000;

const main = async () => {
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined || name === '--help') {
    say('npm run bench -- NAME [options]\n');
    for (const [known, program] of benches()) say(`  ${known}  ${purposeOf(program)}`);
    return 0;
  }
  const program = benches().get(name);
  if (program === undefined)
    throw new Trouble(`There is no benchmark "${name}": there are ${[...benches().keys()].join(', ')}.`, 2);
  await ensureInstalled();
  const browser = program.startsWith(BROWSER_FOLDER) ? { NETSTRATA_CHROMIUM: await ensureBrowser() } : {};
  await ensureBuilt();
  const child = track(spawn(NODE, [program, ...args], { env: { ...childEnv(), ...browser }, stdio: 'inherit' }));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
};

run(main, { graceMs: GRACE_MS });
