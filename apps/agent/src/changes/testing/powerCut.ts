/**
 * A program for the power-cut test: the real keeper, journal, file and sysctls, which are killed at any moment. Orders come as JSON, a line
 * each: `go` takes back what the one before left, and says what is; `run` undoes what is kept, makes a change, keeps it and sets it at boot;
 * a short run undoes that again, a long one goes through all other ways before. After each of these it says that it is done. `kill` is the
 * step, counted from the recovery or from the first change, before which it kills itself; 0 is never.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { SysctlWriter } from '../../../../../packages/kernel/src/sysctl/SysctlWriter.ts';
import { systemClock } from '../../clock/Clock.ts';
import { openLog } from '../../log.ts';
import { ChangeJournal } from '../ChangeJournal.ts';
import { ChangeKeeper } from '../ChangeKeeper.ts';
import { Disk, type DiskCalls, diskCalls } from '../Disk.ts';
import { SysctlFile } from '../keep/SysctlFile.ts';
import { SysctlDriver } from '../SysctlDriver.ts';

const BY = 'person:ada@example.org';
let killAt = 0;
let steps = 0;

function countTo(step: number): void {
  steps = 0;
  killAt = step;
}

/** Before each thing that the kernel or the disk could notice. */
function step(): void {
  steps++;
  if (steps === killAt) process.kill(process.pid, 'SIGKILL');
}

function counted<Arguments extends unknown[], Result>(
  call: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  return (...given) => {
    step();
    return call(...given);
  };
}

const calls: DiskCalls = {
  open: counted(diskCalls.open),
  write: counted(diskCalls.write),
  chmod: counted(diskCalls.chmod),
  sync: counted(diskCalls.sync),
  close: counted(diskCalls.close),
  rename: counted(diskCalls.rename),
  remove: counted(diskCalls.remove),
};

const say = (word: string, value: unknown): void => {
  writeSync(1, `${word} ${JSON.stringify(value)}\n`);
};

function keeperOf(folder: string, file: string): ChangeKeeper {
  const writer = new SysctlWriter();
  const log = openLog('error');
  const disk = new Disk(calls);
  return new ChangeKeeper({
    journal: new ChangeJournal({ folder, log, disk }),
    drivers: [
      new SysctlDriver({
        read: counted((name: string) => writer.read(name)),
        write: counted((name: string, value: string) => writer.write(name, value)),
        isReadOnly: (name: string) => writer.isReadOnly(name),
      }),
    ],
    file: new SysctlFile(file, disk),
    overrides: async (settings) => settings.map(() => []),
    clock: systemClock,
    bootId: '3f0c1b52-8f4e-4a6e-9d0c-5b1a2c3d4e5f',
    mayApply: true,
    log,
    onChange: () => {},
    onWritten: () => {},
  });
}

interface Run {
  readonly id: string;
  readonly changes: readonly unknown[];
  readonly isLong: boolean;
  readonly kill: number;
}

async function run(keeper: ChangeKeeper, { id, changes, isLong, kill }: Run): Promise<void> {
  for (const { id: kept } of keeper.report.filter(({ state }) => state === 'kept')) await order(keeper, kept, 'undo');
  countTo(kill);
  if (isLong) {
    await apply(keeper, `${id}-b`, changes);
    await order(keeper, `${id}-b`, 'undo');
    await apply(keeper, `${id}-c`, changes);
    for (const action of ['confirm', 'persist', 'unpersist', 'undo'] as const) await order(keeper, `${id}-c`, action);
  }
  await apply(keeper, id, changes);
  for (const action of ['confirm', 'persist'] as const) await order(keeper, id, action);
  if (!isLong) await order(keeper, id, 'undo');
}

const DONE = { confirm: 'confirmed', persist: 'persisted', unpersist: 'unpersisted', undo: 'undone' } as const;

async function order(keeper: ChangeKeeper, id: string, action: keyof typeof DONE): Promise<void> {
  await keeper.order({ id, action, by: BY });
  say(DONE[action], id);
}

async function apply(keeper: ChangeKeeper, id: string, changes: readonly unknown[]): Promise<void> {
  await keeper.apply({ id, changes, by: BY, because: 'the power may go', confirmWithinMs: 60_000 });
  say('applied', id);
}

let keeper: ChangeKeeper | undefined;
say('warm', process.pid);
for await (const line of createInterface(process.stdin)) {
  const orders = JSON.parse(line) as {
    readonly go?: { readonly folder: string; readonly file: string; readonly kill: number };
    readonly run?: Run;
  };
  if (orders.go !== undefined) {
    const { folder, file, kill } = orders.go;
    countTo(kill);
    keeper = keeperOf(folder, file);
    await keeper.recover();
    countTo(0);
    const units = keeper.report.map(({ id, state, persisted }) => ({ id, state, persisted: persisted !== undefined }));
    say('recovered', units);
  }
  if (orders.run !== undefined && keeper !== undefined) {
    await run(keeper, orders.run);
    say('over', steps);
    // It is killed, and never ends by itself.
    await sleep(600_000);
  }
}
