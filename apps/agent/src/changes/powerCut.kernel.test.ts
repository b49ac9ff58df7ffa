import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { NamespaceDoor } from '@netstrata/kernel';
import { expect, onTestFinished, test } from 'vitest';
import { createNamespace, labSupport, type Namespace } from '../../../../packages/lab/src/index.ts';
import { scratch } from './testing/keeperRig.ts';

const PROGRAM = fileURLToPath(new URL('./testing/powerCut.ts', import.meta.url));
const RANDOM_MOMENTS = 200;
/** More steps than a recovery has. */
const MOST_RECOVERY = 24;
const DONE = ['applied', 'confirmed', 'persisted', 'unpersisted', 'undone'];
/** Started ahead, so that a kill need not wait for the next program to load. */
const AHEAD = 3;
const NAMES = ['net.core.somaxconn', 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_keepalive_time'] as const;
const BEFORE = ['4096', '4096 131072 6291456', '7200'];
/** Values of one unit are those of no other. */
const afterOf = (n: number): readonly string[] => [String(5000 + n), `4096 131072 ${7_000_000 + n}`, String(8000 + n)];

const support = labSupport();
if (!support.ok) console.warn(`power is not cut: ${support.reason}`);

/** A small generator, so that the seed that is printed gives the same moments again. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A timer would only know whole milliseconds. */
function spin(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

interface Told {
  readonly word: string;
  readonly value: unknown;
}
type Units = readonly { readonly id: string; readonly state: string; readonly persisted: boolean }[];

/** How one process is to end. */
interface End {
  /** Before which step of its changes, and of its recovery; 0 is never. */
  readonly kill?: number;
  readonly killRecovery?: number;
  readonly isLong?: boolean;
  /** Instead of waiting for the recovery, so long after its begin. */
  readonly earlyMs?: number;
  /** What is waited for when it goes through its changes. */
  readonly cut?: (victim: Victim) => Promise<unknown>;
}

/** One process, and what it has said so far. */
class Victim {
  readonly said: Told[] = [];
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  #wake = (): void => {};

  constructor(namespace: Namespace, cache: string) {
    this.#child = namespace.spawn(process.execPath, [PROGRAM], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: cache, MALLOC_ARENA_MAX: '1' },
    });
    this.#exit = once(this.#child, 'close').then(() => this.#wake());
    if (this.#child.stdout === null) throw new Error('it has no output');
    createInterface(this.#child.stdout).on('line', (line) => {
      const at = line.indexOf(' ');
      this.said.push({ word: line.slice(0, at), value: JSON.parse(line.slice(at + 1)) });
      this.#wake();
    });
  }

  get isGone(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  order(what: object): void {
    this.#child.stdin?.write(`${JSON.stringify(what)}\n`);
  }

  /** What it says with this word, or nothing when it is gone before. */
  async until(word: string): Promise<unknown> {
    for (;;) {
      const told = this.said.find((each) => each.word === word);
      if (told !== undefined) return told.value;
      if (this.isGone) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  async gone(): Promise<void> {
    await this.#exit;
  }

  /** Lets it end by itself. */
  async leave(): Promise<void> {
    this.#child.stdin?.end();
    await this.#exit;
  }
}

test('power that goes at 200 random moments, and before every step, leaves no half of a change, no lost one and no torn file', async (context) => {
  if (!support.ok) context.skip(support.reason);
  const seed = Number(process.env['POWER_CUT_SEED'] ?? Date.now() % 2 ** 31);
  console.info(`power-cut seed: POWER_CUT_SEED=${seed}`);
  const random = randomOf(seed);
  await using namespace = await createNamespace();
  for (const [at, name] of NAMES.entries()) await namespace.sysctl(name, BEFORE[at] ?? '');
  const door = new NamespaceDoor();
  onTestFinished(() => door.close());
  const inode = statSync(namespace.path).ino;
  const kernelValues = () =>
    door.inside({ path: namespace.path, inode }, () =>
      NAMES.map((name) =>
        readFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8')
          .trim()
          .replaceAll('\t', ' '),
      ),
    );
  const root = scratch();
  const folder = join(root, 'changes');
  const file = join(root, 'sysctl.d', '90-netstrata.conf');
  mkdirSync(join(root, 'sysctl.d'), { mode: 0o755 });

  // What Node compiles it keeps when it ends in peace, as no other of them will.
  await new Victim(namespace, join(root, 'cache')).leave();
  const warm: Victim[] = [];
  const next = async () => {
    while (warm.length <= AHEAD) warm.push(new Victim(namespace, join(root, 'cache')));
    const victim = warm.shift() as Victim;
    await victim.until('warm');
    return victim;
  };
  const changesOf = (n: number) => {
    const after = afterOf(n);
    return NAMES.map((tunable, at) => ({ tunable, namespace: 'host', expectedBefore: BEFORE[at], value: after[at] }));
  };

  /** What must be so after a start, by what the one before had said: literally what the kernel, the journal and the file say. */
  const verify = (units: Units, last: Told | undefined, why: string) => {
    const values = kernelValues();
    const kept = units.filter(({ state }) => state === 'kept');
    expect(
      units.every(({ state }) => state === 'kept' || state === 'undone'),
      why,
    ).toBe(true);
    expect(kept.length, why).toBeLessThanOrEqual(1);
    const [unit] = kept;
    const number = unit === undefined ? undefined : Number(/^u(\d+)/.exec(unit.id)?.[1]);
    expect(values, why).toEqual(number === undefined ? BEFORE : afterOf(number));
    // Nothing that was answered is lost.
    const known = last === undefined ? undefined : units.find(({ id }) => id === last.value);
    if (last !== undefined) expect(known, why).toBeDefined();
    if (last?.word === 'undone') expect(known?.state, why).toBe('undone');
    if (last?.word === 'confirmed') expect(known?.state, why).toBe('kept');
    // The file is whole, and says what the journal says.
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const lines = text.split('\n').filter((line) => !line.startsWith('#') && line !== '');
    const wanted = number === undefined ? [] : NAMES.map((name, at) => `${name} = ${afterOf(number)[at]}`);
    expect(lines, why).toEqual(unit?.persisted === true ? wanted : []);
    expect(text === '' || text.endsWith('\n'), why).toBe(true);
    if (lines.length === 0) expect(existsSync(file), why).toBe(false);
    expect(
      readdirSync(join(root, 'sysctl.d')).filter((name) => name !== '90-netstrata.conf'),
      why,
    ).toEqual([]);
    const odd = existsSync(folder)
      ? readdirSync(folder).filter((name) => !/^u\d+(-[bc])?\.json$|^draft\.tmp$/.test(name))
      : [];
    expect(odd, why).toEqual([]);
  };

  let n = 0;
  let last: Told | undefined;
  let inFlight = 0;
  /** Starts one, checks what it finds, and sees it end. */
  const round = async ({ kill = 0, killRecovery = 0, isLong = false, earlyMs, cut }: End) => {
    n++;
    const victim = await next();
    victim.order({ go: { folder, file, kill: killRecovery } });
    if (earlyMs !== undefined) spin(earlyMs);
    const units = earlyMs === undefined ? ((await victim.until('recovered')) as Units | undefined) : undefined;
    if (units !== undefined) {
      verify(units, last, `round ${n}, step ${kill}, seed ${seed}, last ${JSON.stringify(last)}`);
      last = undefined;
      victim.order({ run: { id: `u${n}`, changes: changesOf(n), isLong, kill } });
      await cut?.(victim);
    }
    await victim.kill();
    last = victim.said.findLast(({ word }) => DONE.includes(word)) ?? last;
    if (!victim.said.some(({ word }) => word === 'over')) inFlight++;
  };

  // How many steps there are, and how long it takes.
  let steps = 0;
  let usualMs = 0;
  let recoveryMs = 0;
  for (const isLong of [false, true, true]) {
    const startMs = performance.now();
    let recoveredMs = 0;
    await round({
      isLong,
      cut: async (victim) => {
        recoveredMs = performance.now();
        const counted = Number(await victim.until('over'));
        if (!isLong) steps = counted;
      },
    });
    usualMs = performance.now() - recoveredMs;
    recoveryMs = recoveredMs - startMs;
  }
  inFlight = 0;
  const startMs = performance.now();
  for (let kill = 1; kill <= steps; kill++) {
    await round({ kill, cut: (victim) => victim.gone() });
    // What comes after it is killed too, so that what a recovery leaves is recovered.
    if (kill % 3 === 0) await round({ killRecovery: 1 + ((kill / 3) % MOST_RECOVERY), cut: async () => {} });
  }
  console.info(`killed before each of ${steps} steps in ${Math.round(performance.now() - startMs)} ms`);
  expect(inFlight).toBeGreaterThanOrEqual(steps);

  inFlight = 0;
  const randomMs = performance.now();
  for (let times = 0; times < RANDOM_MOMENTS; times++) {
    if (times % 5 === 4) await round({ earlyMs: random() * recoveryMs });
    const afterMs = random() * usualMs;
    await round({ isLong: true, cut: async () => spin(afterMs) });
  }
  const took = Math.round(performance.now() - randomMs);
  console.info(
    `killed at ${RANDOM_MOMENTS} moments of ${usualMs.toFixed(1)} ms, ${inFlight} in the middle, in ${took} ms`,
  );
  await round({ cut: async () => {} });
  for (const victim of warm) await victim.kill();
}, 1_800_000);
