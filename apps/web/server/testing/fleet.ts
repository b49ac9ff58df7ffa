/**
 * `node fleet.ts '{"url", "token", "adminToken", "hosts"}'`: as many agents as it is told to be, each a connection that speaks the real
 * protocol, and that plays what the server has stored of its own machine in the last half a minute, over and over. Says {"event":"ready"} when all of
 * them have sent, and ends with its standard input. For benchmarks: it drives the server from outside, each agent from an address of its own.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { METRICS } from '@netstrata/metrics';
import type { SeriesDef, Tick } from '@netstrata/protocol';
import { connectAgent, FACTS, type TestAgent } from './TestAgent.ts';

interface FleetOptions {
  readonly url: string;
  /** The secret of the machine's own agent. */
  readonly token: string;
  readonly adminToken: string;
  readonly hosts: number;
}

interface StoredSeries {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [timeMs: number, value: number | null])[];
}

/** A server takes so many ids in one question. */
const IDS_AT_ONCE = 50;
const RECORDED_S = 30;
const TICK_MS = 1000;
const KINDS = new Map(METRICS.map(({ id, kind }) => [id as string, kind]));

interface Recording {
  readonly series: readonly SeriesDef[];
  /** Of each second, by series; NaN where nothing is known. */
  readonly seconds: readonly Float64Array[];
  /** What each series has grown by when the recording begins again: a counter never goes back. */
  readonly growth: Float64Array;
}

async function record({ url, adminToken }: FleetOptions): Promise<Recording> {
  const toMs = Date.now() - 2000;
  const range = `from=${toMs - RECORDED_S * TICK_MS}&to=${toMs}&step=${TICK_MS}&as=last`;
  const ids = [...KINDS.keys()];
  const stored: StoredSeries[] = [];
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    const path = `/api/v1/hosts/self/metrics?ids=${ids.slice(at, at + IDS_AT_ONCE).join(',')}&${range}`;
    const answer = await fetch(`${url}${path}`, { headers: { Authorization: `Bearer ${adminToken}` } });
    if (!answer.ok) throw new Error(`${path.slice(0, 80)}…: ${answer.status} ${await answer.text()}`);
    stored.push(...((await answer.json()) as { series: readonly StoredSeries[] }).series);
  }
  const known = stored.filter(({ points }) => points.some(([, value]) => value !== null));
  const times = [...new Set(known.flatMap(({ points }) => points.map(([timeMs]) => timeMs)))].sort((a, b) => a - b);
  const columns = known.map(({ points }) => new Map(points.map(([timeMs, value]) => [timeMs, value ?? Number.NaN])));
  const growth = known.map(({ id, points }) => {
    const values = points.flatMap(([, value]) => value ?? []);
    return KINDS.get(id) === 'counter' ? (values.at(-1) ?? 0) - (values[0] ?? 0) : 0;
  });
  return {
    series: known.map(({ id, labels }) => ({ metric: id, labels })),
    seconds: times.map((timeMs) => Float64Array.from(columns, (column) => column.get(timeMs) ?? Number.NaN)),
    growth: Float64Array.from(growth),
  };
}

/** Of the host with this number, which begins at another second than those before it. */
function tickOf({ seconds, growth }: Recording, seq: number, begin: number): Tick {
  const at = seq + begin;
  const values = seconds[at % seconds.length] ?? new Float64Array();
  const rounds = Math.floor(at / seconds.length);
  return {
    seq,
    timeMs: Date.now(),
    monoMs: 500_000 + seq * TICK_MS,
    values: values.map((value, n) => value + rounds * (growth[n] ?? 0)),
  };
}

async function join({ url, token }: FleetOptions, n: number): Promise<TestAgent> {
  const name = String(n + 1).padStart(3, '0');
  const agent = await connectAgent({ url, token, from: `127.1.${n >> 8}.${n & 0xff}` });
  const facts = { ...FACTS, hostId: `bench-${name}`, hostname: `web-${name}` };
  const reply = await agent.hello({ facts, session: `bench-session-${name}`, mayApply: false });
  if (!reply.ok) throw new Error(`agent ${name}: ${reply.error.message}`);
  return agent;
}

async function play(agent: TestAgent, recording: Recording, n: number): Promise<void> {
  for (let seq = 1; ; seq++) {
    const startMs = performance.now();
    const reply = await agent.push([tickOf(recording, seq, n)], recording.series);
    if (!reply.ok) throw new Error(`a tick of agent ${n + 1} was refused: ${reply.error.message}`);
    if (seq === 2) ready++;
    await pause(Math.max(0, TICK_MS - (performance.now() - startMs)));
  }
}

let ready = 0;

const options = JSON.parse(process.argv[2] ?? '{}') as FleetOptions;
process.stdin.on('close', () => process.exit(0)).resume();
const recording = await record(options);
const playing: Promise<void>[] = [];
for (let n = 0; n < options.hosts; n++) playing.push(play(await join(options, n), recording, n));
const all = Promise.all(playing);
while (ready < options.hosts) await Promise.race([all, pause(100)]);
const { series, seconds } = recording;
process.stdout.write(`${JSON.stringify({ event: 'ready', series: series.length, seconds: seconds.length })}\n`);
await all;
