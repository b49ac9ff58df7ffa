/** Makes a problem of the network stack beside the product, for a person to look at: `npm run lab -- SCENARIO`. */
import { setTimeout } from 'node:timers/promises';
import { type Advice, inWords } from './host/Advice.ts';
import { LabHost } from './host/LabHost.ts';
import { labSupport } from './namespace/support.ts';
import { listOfScenarios, type PlayOptions, readPlayOptions } from './scenario/options.ts';
import { Stage } from './scenario/Stage.ts';

const LOOK_MS = 500;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** A failure that a person can act on. */
class Refused extends Error {}

/** Told by a signal, by the end of whoever started it, or by the clock. */
const ended = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ended.abort());
process.on('disconnect', () => ended.abort());

const untilEnded = async (ms: number): Promise<void> => {
  await setTimeout(ms, undefined, { signal: ended.signal }).catch(() => undefined);
};

/** Says what opens and what closes, until the end. */
const tell = async (host: LabHost, seconds: number): Promise<void> => {
  const startMs = performance.now();
  let open = new Map<string, Advice>();
  while (!ended.signal.aborted && performance.now() - startMs < seconds * 1000) {
    const now = new Map((await host.advice()).map((advice) => [advice.id, advice]));
    const at = `${Math.round((performance.now() - startMs) / 1000)} s`;
    for (const [id, advice] of now) if (!open.has(id)) say(`${at}  opened  ${inWords(advice)}`);
    for (const id of open.keys()) if (!now.has(id)) say(`${at}  closed  ${id}`);
    open = now;
    await untilEnded(LOOK_MS);
  }
};

const play = async ({ scenario, part, seconds, port, pages }: PlayOptions): Promise<void> => {
  const { ok, reason } = (scenario.needs ?? labSupport)();
  if (!ok) throw new Refused(`This scenario cannot be made here: ${reason}.`);
  const host = await LabHost.start({ pages, port });
  let stage: Stage | undefined;
  try {
    if (ended.signal.aborted) return;
    say(`Netstrata shows the host of the scenario at ${host.product.url} for ${seconds} s; Ctrl-C ends it.`);
    if (host.product.welcome !== undefined) say(`To see it, make an admin of it at ${host.product.welcome}`);
    say(part === 'trouble' ? scenario.purpose : `Only looks like "${scenario.name}": ${scenario.lookAlike}`);
    const opens = part === 'trouble' && scenario.opens.length > 0 ? scenario.opens.join(', ') : 'no rule';
    say(`Meant to open: ${opens}.`);
    stage = await Stage.play(scenario, host.namespace, { part, seconds: Math.min(3600, seconds + 60) });
    await tell(host, seconds);
    say(`The kernel's own sign of it, ${scenario.sign.what}: ${await scenario.sign.read(stage)}.`);
  } finally {
    await stage?.[Symbol.asyncDispose]();
    await host[Symbol.asyncDispose]();
  }
};

const main = async (): Promise<number> => {
  let options: PlayOptions | undefined;
  try {
    options = readPlayOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
  if (options === undefined) say(listOfScenarios());
  else await play(options);
  return 0;
};

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    // What fails because it was told to end is no news.
    if (ended.signal.aborted) process.exit(0);
    process.stderr.write(
      `${error instanceof Refused ? error.message : error instanceof Error ? error.stack : error}\n`,
    );
    process.exit(1);
  },
);
