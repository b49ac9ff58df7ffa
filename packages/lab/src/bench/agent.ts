/** CPU, memory and wire bytes of the agent beside ss, node_exporter and netdata. Options: --seconds N --sockets 0,1000 --json FILE */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runAgentBench } from '../measure/agentBench.ts';
import { killPrograms } from '../measure/child.ts';
import { type BenchOptions, readBenchOptions } from '../measure/options.ts';
import { jsonOf, tableOf } from '../measure/report.ts';
import { createNamespace } from '../namespace/namespace.ts';
import { labSupport } from '../namespace/support.ts';

/** Set for the process that measures, which is a child of the one that a person started. */
const INSIDE = 'NETSTRATA_BENCH_INSIDE';
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const measure = async (options: BenchOptions): Promise<void> => {
  process.on('SIGTERM', () => {
    killPrograms();
    process.exit(143);
  });
  const rows = await runAgentBench(options, say);
  say(`\n${tableOf(rows)}`);
  if (options.json !== undefined) await writeFile(options.json, jsonOf('agent', rows));
};

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
const measureApart = async (): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'netstrata-bench-'));
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
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

const main = async (): Promise<number> => {
  let options: BenchOptions;
  try {
    options = readBenchOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
  if (process.env[INSIDE] === undefined) return measureApart();
  await measure(options);
  return 0;
};

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
