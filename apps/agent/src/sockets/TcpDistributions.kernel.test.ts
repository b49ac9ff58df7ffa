import { fileURLToPath } from 'node:url';
import type { DistributionsReport } from '@netstrata/metrics/details';
import { expect, test } from 'vitest';
import { createNamespace, labSupport, type Namespace, startWorkload } from '../../../../packages/lab/src/index.ts';

const support = labSupport();
if (!support.ok) console.warn(`distributions are not compared with ss: ${support.reason}`);

const module = (path: string): string => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));
const DUMP = `
import { SockDiag } from ${module('../../../../packages/kernel/src/index.ts')};
import { SocketDumper } from ${module('./SocketDumper.ts')};
const dumper = new SocketDumper(SockDiag.open(), { ownerOf: () => undefined, isSought: () => false, search: () => undefined });
dumper.dump({ timeMs: 7, monoMs: 0, watched: true });
process.stdout.write(JSON.stringify(dumper.distributions), () => process.exit(0));`;

const inside = async (namespace: Namespace): Promise<DistributionsReport> => {
  const { stdout } = await namespace.exec(process.execPath, ['--input-type=module', '-e', DUMP]);
  return JSON.parse(stdout) as DistributionsReport;
};

/** One field of every established connection that ss shows it for. */
const ssValues = async (namespace: Namespace, field: RegExp): Promise<number[]> => {
  const { stdout } = await namespace.exec('ss', ['-tinHO', 'state', 'established']);
  const values = stdout.split('\n').flatMap((line) => field.exec(line)?.[1] ?? []);
  return values.map(Number).toSorted((a, b) => a - b);
};
const at = (sorted: readonly number[], q: number): number => sorted[Math.ceil(q * sorted.length) - 1] ?? Number.NaN;

test.skipIf(!support.ok)(
  'quantiles over connections are those of what ss prints for each, and what none of them has is left out',
  async () => {
    await using namespace = await createNamespace();
    await using idle = startWorkload('idleSockets', { pairs: 60 }, namespace);
    await idle.ready;
    const report = await inside(namespace);
    expect(report).toMatchObject({ timeMs: 7, established: 120 });
    const found = Object.fromEntries(report.distributions.map((distribution) => [distribution.of, distribution]));
    const near = (of: string, values: readonly number[]) => {
      const { connections, p5, median, p95, buckets } = found[of] ?? {};
      expect(connections).toBe(values.length);
      expect(buckets?.reduce((total, bucket) => total + bucket.connections, 0)).toBe(values.length);
      for (const [value, q] of [
        [p5, 0.05],
        [median, 0.5],
        [p95, 0.95],
      ] as const) {
        expect(Math.abs((value ?? Number.NaN) / at(values, q) - 1)).toBeLessThan(0.02);
      }
    };
    near(
      'rttUs',
      (await ssValues(namespace, / rtt:([\d.]+)\//)).map((ms) => ms * 1000),
    );
    near(
      'minRttUs',
      (await ssValues(namespace, / minrtt:([\d.]+)/)).map((ms) => ms * 1000),
    );
    near('cwndSegs', await ssValues(namespace, / cwnd:(\d+)/));
    expect(found['retransmittedShare']).toMatchObject({ connections: 0, buckets: [] });
  },
);
