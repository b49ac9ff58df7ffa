/**
 * What the history costs: bytes a value on disk and on the wire, values taken a second, and how fast it answers with 100
 * hosts stored, on counters that this machine's kernel really shows. Takes some four minutes:
 *
 *     node prisma-free-db/bench/store.bench.ts [--seconds 120] [--hosts 100] [--json FILE]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { diskBytesPerSample, fillMonth, measureIngest, queryP95, wireBytesPerSample } from './measures.ts';
import { changesASecond, recordTrace, widened } from './trace.ts';

const HOUR = 3_600_000;
const SERIES = 400;
const INGEST_SECONDS = 330;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '120' },
    hosts: { type: 'string', default: '100' },
    json: { type: 'string' },
  },
});
const [seconds, hosts] = [Number(values.seconds), Number(values.hosts)];
if (!(seconds >= 10 && seconds <= 300 && hosts >= 1 && hosts <= 1000))
  throw new RangeError('--seconds takes 10 to 300, --hosts 1 to 1000.');

const folder = mkdtempSync(join(tmpdir(), 'netstrata-store-bench-'));
try {
  const trace = await recordTrace(seconds, say);
  const wide = widened(trace, SERIES);
  say(`${trace.series.length} series, of which ${changesASecond(trace).toFixed(1)} change a second`);
  const rows: { what: string; value: number; budget: string }[] = [];
  const measured = (what: string, value: number, budget: string): void => {
    rows.push({ what, value: Number(value.toPrecision(3)), budget });
    say(`${what.padEnd(52)} ${value.toPrecision(3).padStart(10)}   budget ${budget}`);
  };
  measured('wire, bytes a sample', wireBytesPerSample(trace), '<= 2');
  measured('disk, 1 s tier, bytes a sample', diskBytesPerSample(trace, folder), '<= 0.3');
  const ingest = measureIngest(wide, hosts, INGEST_SECONDS, folder);
  measured('appendTicks, samples a second of one core', ingest.perCpuSecond, '>= 1000000');
  measured('the same by the clock, waiting for the disk', ingest.perSecond, '>= 1000000');
  measured('with packing and rolling up', ingest.perCpuSecondInAll, '>= 1000000');
  const month = fillMonth(wide, hosts, folder);
  say(`${hosts} hosts with 30 days each: ${(month.bytes / 1e6).toFixed(0)} MB`);
  const one = [wide.series[0]?.metric ?? ''];
  const ten = wide.series.slice(0, 10).map(({ metric }) => metric);
  const hour = { rangeMs: HOUR, stepMs: 1000, spreadMs: 20 * HOUR };
  const days = { rangeMs: 29 * 24 * HOUR, stepMs: HOUR, spreadMs: 24 * HOUR };
  measured('query 1 h at 1 s, one metric, p95 ms', queryP95(month, one, hour), '<= 30');
  measured('query 1 h at 1 s, ten metrics, p95 ms', queryP95(month, ten, hour), '<= 30');
  measured('query 30 d at 1 h, one metric, p95 ms', queryP95(month, one, days), '<= 50');
  measured('query 30 d at 1 h, ten metrics, p95 ms', queryP95(month, ten, days), '<= 50');
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ bench: 'store', rows }, undefined, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
