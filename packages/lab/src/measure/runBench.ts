import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createNamespace } from '../namespace/namespace.ts';
import { labSupport } from '../namespace/support.ts';
import { killPrograms } from './child.ts';

/** Set for the process that measures, which is a child of the one that a person started. */
const INSIDE = 'NETSTRATA_BENCH_INSIDE';

export interface Bench<Options> {
  /** import.meta.url of the benchmark, which is started once more to measure. */
  readonly url: string;
  /** Fails with a sentence for an unknown flag or a value that is not allowed. */
  readonly options: (argv: readonly string[]) => Options;
  readonly measure: (options: Options, say: (line: string) => void) => Promise<void>;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const exitOf = (child: ChildProcess): Promise<number> => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
};

/**
 * Measures in a namespace of its own, where only the bench's sockets count and its traffic meets nobody else's, and
 * with a folder of its own for what is temporary: both go, whatever ends the bench.
 */
const measureApart = async (url: string): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'netstrata-bench-'));
  const args = [fileURLToPath(url), ...process.argv.slice(2)];
  const options = { stdio: 'inherit' as const, env: { ...process.env, TMPDIR: folder, [INSIDE]: '1' } };
  const support = labSupport();
  if (!support.ok) say(`No network namespace (${support.reason}): the sockets of the whole machine count.`);
  const namespace = support.ok ? await createNamespace() : undefined;
  try {
    const { execPath } = process;
    return await exitOf(namespace ? namespace.spawn(execPath, args, options) : spawn(execPath, args, options));
  } finally {
    await namespace?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
};

const start = async <Options>({ url, options, measure }: Bench<Options>): Promise<number> => {
  let asked: Options;
  try {
    asked = options(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
  if (process.env[INSIDE] === undefined) return measureApart(url);
  process.on('SIGTERM', () => {
    killPrograms();
    process.exit(143);
  });
  await measure(asked, say);
  return 0;
};

/** Runs a benchmark of what the product costs, and ends this process: 2 for options that are wrong, 1 for a failure. */
export const runBench = <Options>(bench: Bench<Options>): Promise<never> =>
  start(bench).then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
