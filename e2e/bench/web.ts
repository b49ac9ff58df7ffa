/** What the pages cost in a browser, beside their budgets. Options: --minutes N --hosts N --listed N --sockets N --ticks N --only script,interactive,stack,wall,hosts,scroll,lighthouse,memory --json FILE */
import { writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { openBrowser } from './web/browser.ts';
import { measureHosts } from './web/hosts.ts';
import { measureInteractive } from './web/interactive.ts';
import { measureLighthouse } from './web/lighthouse.ts';
import { measureMemory } from './web/memory.ts';
import { readWebOptions, type WebOptions } from './web/options.ts';
import { type Row, tableOf } from './web/Row.ts';
import { measureScript } from './web/script.ts';
import { measureScroll } from './web/scroll.ts';
import { measureStack } from './web/stack.ts';
import { measureWall } from './web/wall.ts';
import { within } from './web/within.ts';

const MEASURES = {
  script: measureScript,
  interactive: measureInteractive,
  stack: measureStack,
  wall: measureWall,
  hosts: measureHosts,
  scroll: measureScroll,
  lighthouse: measureLighthouse,
  memory: measureMemory,
};
type Measure = keyof typeof MEASURES;

/** What somebody ended the bench by: what runs is taken down, and nothing more begins. */
let signalled: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | undefined;
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    signalled ??= signal;
    ending.abort();
  });

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** One after the other, each with a product and a browser of its own. What fails costs its own rows and says so. */
const measureAll = async (options: WebOptions): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for (const [name, measure] of Object.entries(MEASURES)) {
    if (ending.signal.aborted) break;
    if (options.only !== undefined && !options.only.includes(name)) continue;
    say(`${name} …`);
    try {
      const ended = ending.signal;
      const measured = within(await openBrowser(ended), (browser) => measure({ browser, options, ended, say }));
      rows.push(...(await measured));
    } catch (error) {
      if (ending.signal.aborted) break;
      rows.push({ what: name, ours: `not measured: ${String(error).split('\n')[0]}`, budget: '', peer: '' });
    }
  }
  return rows;
};

let options: WebOptions;
try {
  options = readWebOptions(process.argv.slice(2), Object.keys(MEASURES) as Measure[]);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
}
const rows = await measureAll(options);
say(`\n${tableOf(rows)}\n`);
say('Chromium without a GPU and without a screen, on the machine that also runs the product.');
if (options.json !== undefined)
  writeFileSync(options.json, `${JSON.stringify({ bench: 'web', rows }, undefined, 2)}\n`);
process.exit(signalled === undefined ? 0 : 128 + constants.signals[signalled]);
