import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { OptionReader } from './OptionReader.ts';
import type { CommandOf, DoneOf, OptionsOf, ReadyOf, WorkloadName } from './types.ts';

/** What a workload's code is given by the process around it. */
export interface WorkloadContext<Name extends WorkloadName> {
  readonly options: OptionReader<OptionsOf<Name>>;
  /** Prints a line about something on the way. */
  say(event: string, fields?: object): void;
  /** Ends the workload before its time: all has been done. */
  finish(): void;
}

/** A workload that is under way. */
export interface RunningWorkload<Name extends WorkloadName> {
  readonly ready: ReadyOf<Name>;
  obey?(command: CommandOf<Name>): void;
  /** Counts and figures for the last line. What is open is closed by the end of the process. */
  end(): DoneOf<Name>;
}

/** Whole lines at once, so that nothing is lost when the process ends right behind it. */
const print = (event: string, fields: object): void => {
  try {
    writeSync(1, `${JSON.stringify({ event, ...fields })}\n`);
  } catch (error) {
    // Nobody listens any more: the closed standard input ends the process as well.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
  }
};

/**
 * Runs a workload as this process: options as JSON in the only argument, a line of JSON for each event, and an end
 * after `seconds`, at SIGTERM, at SIGINT, when `finish` is called, or when the parent is gone and standard input with it.
 */
export const runWorkload = <Name extends WorkloadName>(
  start: (context: WorkloadContext<Name>) => RunningWorkload<Name> | Promise<RunningWorkload<Name>>,
): void => {
  serve(start).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
};

const serve = async <Name extends WorkloadName>(
  start: (context: WorkloadContext<Name>) => RunningWorkload<Name> | Promise<RunningWorkload<Name>>,
): Promise<void> => {
  const options = new OptionReader<OptionsOf<Name>>(process.argv[2] ?? '{}');
  const seconds = options.number('seconds', [1, 3600], 600);
  let running: RunningWorkload<Name> | undefined;
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    if (!running) process.exit(0);
    print('done', running.end());
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end);
  const commands = createInterface({ input: process.stdin });
  commands.on('close', end);
  setTimeout(end, seconds * 1000);
  running = await start({
    options,
    say: (event, fields = {}) => print(event, fields),
    finish: () => setImmediate(end),
  });
  options.end();
  print('ready', running.ready);
  commands.on('line', (line) => running?.obey?.(line as CommandOf<Name>));
};
