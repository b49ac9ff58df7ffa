import { expect, it } from 'vitest';
import type { HistoryReader } from '../history/HistoryReader.ts';
import { recallHost } from '../history/refill.ts';
import { resources } from '../testing/resources.ts';
import { FACTS, tickOf } from '../testing/TestAgent.ts';
import { LiveHost } from './LiveHost.ts';

const use = resources();

const startMs = Math.floor(Date.now() / 1000) * 1000 - 30_000;
const lo = { metric: 'link.dev.rxBytes', labels: { device: 'lo' } };
const out = { metric: 'transport.tcp.outSegs', labels: {} };
const series = [lo, out];
/** 500 segments a second go out. */
const tick = (seq: number) => ({ ...tickOf(seq, startMs), values: Float64Array.of(seq * 1000, seq * 500) });

it('a restart of the server leaves no hole in the sparklines, before and after the agent is back', async () => {
  const folder = use.folder();
  const beganMs = Date.now();
  {
    const server = await use.server(folder);
    const agent = await use.agent(server);
    await agent.hello();
    await agent.push([1, 2, 3, 4].map(tick), series);
    await server.stop();
  }
  const server = await use.server(folder);
  const before = await use.browser(server);
  expect(await before.open({ view: 'stack', hostId: 'self' })).toEqual({ ok: true });
  const recalled = await before.received('stack:update', ({ spark }) => spark.timeMs === startMs + 4000);
  expect(recalled.host).toMatchObject({
    hostId: 'host-0001',
    self: true,
    connected: false,
  });
  // Of what was stored it is known when it arrived, whatever the agent's clock said then.
  expect(recalled.host.lastSampleMs).toBeGreaterThanOrEqual(beganMs);
  expect(recalled.stack.timeMs).toBe(startMs + 4000);

  const agent = await use.agent(server);
  expect(await agent.hello()).toEqual({ ok: true, committedSeq: 4, watched: true, details: [] });
  await agent.push([tick(5)], series);
  const after = await use.browser(server);
  await after.open({ view: 'stack', hostId: 'self' });
  const { points } = await after.received('stack:history');
  expect(points.map(({ timeMs }) => timeMs - startMs)).toEqual([1000, 2000, 3000, 4000, 5000]);
  const transport = points.map(({ values }) => values[2]?.[0]);
  expect(transport).toEqual([null, 500, 500, 500, 500]);
});

it('gives a whole fleet that comes back at once its minutes, and refuses none of it', async () => {
  const folder = use.folder();
  const names = Array.from({ length: 40 }, (_, n) => `host-1${String(n).padStart(3, '0')}`);
  const comeTo = async (server: Awaited<ReturnType<typeof use.server>>, ticks: readonly number[]) => {
    const agents = [];
    for (const hostId of names) {
      const agent = await use.agent(server);
      await agent.hello({ session: `session-of-${hostId}`, facts: { ...FACTS, hostId, hostname: hostId } });
      agents.push(agent);
    }
    await Promise.all(agents.map((agent) => agent.push(ticks.map(tick), series)));
  };
  const before = await use.server(folder);
  await comeTo(before, [1, 2, 3]);
  await before.stop();
  const server = await use.server(folder);
  await comeTo(server, [4]);
  expect(server.log.filter((line) => line.includes('could not be read back'))).toEqual([]);
  for (const hostId of [names[0], names.at(-1)].map(String)) {
    const browser = await use.browser(server);
    await browser.open({ view: 'stack', hostId });
    const { points } = await browser.received('stack:history');
    expect(points.map(({ timeMs }) => timeMs - startMs)).toEqual([1000, 2000, 3000, 4000]);
  }
});

it('nothing from before a reboot is taken for now', async () => {
  const folder = use.folder();
  {
    const server = await use.server(folder);
    const agent = await use.agent(server);
    await agent.hello();
    await agent.push([1, 2, 3].map(tick), series);
    await server.stop();
  }
  const server = await use.server(folder, { bootId: 'boot-after' });
  const agent = await use.agent(server);
  await agent.hello({ session: 'session-0002', facts: { ...FACTS, bootId: 'boot-after' } });
  const booted = { ...tick(20), seq: 1, monoMs: 5000 };
  await agent.push([booted, { ...tick(21), seq: 2, monoMs: 6000 }], series);
  const browser = await use.browser(server);
  await browser.open({ view: 'stack', hostId: 'self' });
  const { points } = await browser.received('stack:history');
  expect(points.map(({ timeMs }) => timeMs - startMs)).toEqual([20_000, 21_000]);
});

it('an agent that is back before its picture has been read gets none from before', async () => {
  const host = new LiveHost('host-0001', { facts: FACTS, missing: [], intervalMs: 1000 });
  const reading = Promise.withResolvers<Awaited<ReturnType<HistoryReader['columns']>>>();
  const recall = recallHost(host, { columns: () => reading.promise }, startMs);
  host.connected = true;
  const times = Float64Array.of(startMs - 2000, startMs - 1000);
  reading.resolve({ series: [out], times, values: Float64Array.of(1, 2) });
  await recall;
  expect(host.window.nowMs).toBe(0);
  host.connected = false;
  await recallHost(host, { columns: () => reading.promise }, startMs);
  expect(host.window.nowMs).toBe(startMs - 1000);
});
