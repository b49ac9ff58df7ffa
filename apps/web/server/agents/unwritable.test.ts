import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { resources } from '../testing/resources.ts';
import { FACTS, SERIES, type TestAgent, tickOf } from '../testing/TestAgent.ts';
import type { TestServer } from '../testing/TestServer.ts';

const use = resources();

const run = promisify(execFile);

/** In a process of its own: locks of two SQLite libraries in one process do not see each other. */
const SCRIPT = `
  const [path, sql, stay] = process.argv.slice(1);
  const database = new (require('node:sqlite').DatabaseSync)(path, { timeout: 20_000 });
  if (sql.startsWith('SELECT')) console.log(JSON.stringify(database.prepare(sql).all()));
  else database.exec(sql);
  if (stay) { console.log('there'); process.stdin.resume(); }`;

/** A history that can be made to take nothing, as on a full disk. */
function diskOf(folder: string) {
  const path = join(folder, 'data', 'history.sqlite');
  const ask = async (sql: string) => (await run(process.execPath, ['-e', SCRIPT, path, sql])).stdout;
  const each = (sql: (table: string) => string) => ask(['tick_log', 'host', 'session'].map(sql).join(';'));
  const full = "SELECT RAISE(ABORT, 'the disk is full')";
  return {
    fill: () =>
      each(
        (table) =>
          `CREATE TRIGGER ${table}_insert BEFORE INSERT ON ${table} BEGIN ${full}; END;
           CREATE TRIGGER ${table}_update BEFORE UPDATE ON ${table} BEGIN ${full}; END`,
      ),
    makeRoom: () => each((table) => `DROP TRIGGER ${table}_insert; DROP TRIGGER ${table}_update`),
    /** Another program writes, and does not end until it is let go. */
    hold: async () => {
      const child = spawn(process.execPath, ['-e', SCRIPT, path, 'BEGIN IMMEDIATE', 'stay']);
      onTestFinished(() => void child.kill('SIGKILL'));
      await once(child.stdout, 'data');
      return { letGo: () => child.kill('SIGKILL') };
    },
    /** The numbers of the ticks of a host, as they were stored. */
    stored: async (hostId: string): Promise<readonly number[]> => {
      const rows = await ask(
        `SELECT seq FROM tick_log JOIN host ON host.id = tick_log.host WHERE host_id = '${hostId}' ORDER BY seq`,
      );
      return (JSON.parse(rows) as readonly { readonly seq: number }[]).map(({ seq }) => seq);
    },
  };
}

const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, n) => n + 1);

/** What the list of hosts says of them, and the metric that every tick has. */
async function liveHosts(server: TestServer): Promise<unknown> {
  const { body } = await server.get('/api/v1/hosts');
  const { hosts } = body as { readonly hosts: readonly { id: string; connected: boolean; live: boolean }[] };
  return hosts.map(({ id, connected, live }) => [id, connected, live]);
}

/** Sends one tick after the other until all of them are stored. */
async function pushUntilStored(agent: TestAgent, from: number, startMs: number): Promise<number> {
  for (let seq = from; ; seq += 1) {
    const reply = await agent.push([tickOf(seq, startMs)]);
    if (!reply.ok || reply.committedSeq === seq) return seq;
    await pause(50);
  }
}

/** A host that was never there joins, and brings its first tick, of which nothing is on disk yet. */
async function newHost(server: TestServer, startMs: number): Promise<TestAgent> {
  const agent = await use.agent(server);
  const facts = { ...FACTS, hostId: 'host-0002', hostname: 'beta' };
  expect(await agent.hello({ facts, session: 'session-0002' })).toMatchObject({ ok: true, committedSeq: 0 });
  expect(await agent.push([tickOf(1, startMs)])).toEqual({ ok: true, committedSeq: 0 });
  return agent;
}

it('agents stay while the history cannot be written: all is live, nothing is acknowledged, and later each tick is stored once', async () => {
  const folder = use.folder();
  const server = await use.server(folder);
  const disk = diskOf(folder);
  const startMs = Date.now() - 60_000;
  const first = await use.agent(server);
  await first.hello();
  expect(await first.push([tickOf(1, startMs)])).toEqual({ ok: true, committedSeq: 1 });

  await disk.fill();
  for (const seq of [2, 3, 4]) {
    expect(await first.push([tickOf(seq, startMs)])).toEqual({ ok: true, committedSeq: 1 });
  }
  const newcomer = await newHost(server, startMs);
  // One that comes back goes on behind what is on disk, and brings the rest again.
  const again = await use.agent(server);
  expect(await again.hello()).toMatchObject({ ok: true, committedSeq: 1 });
  expect(await first.ended).toBe('io server disconnect');
  expect(await again.push([2, 3, 4, 5].map((seq) => tickOf(seq, startMs)))).toEqual({ ok: true, committedSeq: 1 });
  expect(await liveHosts(server)).toEqual([
    ['host-0001', true, true],
    ['host-0002', true, true],
  ]);
  const { status, body } = await server.get('/api/health');
  expect({ status, body }).toMatchObject({ status: 503, body: { database: { status: 'failing' }, agents: 2 } });
  expect(await disk.stored('host-0001')).toEqual([1]);
  const browser = await use.browser(server);
  expect(await browser.received('server:beat')).toMatchObject({ unstored: true });

  await disk.makeRoom();
  const last = await pushUntilStored(again, 6, startMs);
  expect(await newcomer.push([tickOf(2, startMs)])).toEqual({ ok: true, committedSeq: 2 });
  expect(await disk.stored('host-0001')).toEqual(upTo(last));
  expect(await disk.stored('host-0002')).toEqual([1, 2]);
  expect((await server.get('/api/health')).status).toBe(200);
  await browser.received('server:beat', ({ unstored }) => unstored === false);
  expect(server.log.filter((line) => line.includes('the history cannot be written'))).toHaveLength(1);
  expect(server.log.filter((line) => line.includes('the history is written again'))).toHaveLength(1);
  expect(server.log.filter((line) => line.includes('an agent was refused'))).toEqual([]);
});

it('agents come and stay while the disk answers nothing', async () => {
  const folder = use.folder();
  const server = await use.server(folder);
  const disk = diskOf(folder);
  const startMs = Date.now() - 60_000;
  const first = await use.agent(server);
  await first.hello();
  await first.push([tickOf(1, startMs)]);
  const held = await disk.hold();
  expect(await first.push([tickOf(2, startMs)])).toEqual({ ok: true, committedSeq: 1 });
  const began = performance.now();
  const newcomer = await newHost(server, startMs);
  expect(performance.now() - began).toBeLessThan(9000);
  held.letGo();
  const last = await pushUntilStored(first, 3, startMs);
  expect(await newcomer.push([tickOf(2, startMs)])).toEqual({ ok: true, committedSeq: 2 });
  expect(await disk.stored('host-0001')).toEqual(upTo(last));
  expect(await disk.stored('host-0002')).toEqual([1, 2]);
});

it('what there is no room for in memory is asked for again once the history can be written', async () => {
  const folder = use.folder();
  const server = await use.server(folder);
  const disk = diskOf(folder);
  const startMs = Date.now() - 3_600_000;
  const wide = Array.from({ length: 5000 }, (_, n) => ({ metric: 'test.wide', labels: { n: String(n) } }));
  const frameOf = (n: number) =>
    upTo(40).map((at) => ({ ...tickOf(n * 40 + at, startMs), values: new Float64Array(wide.length).fill(7) }));
  const agent = await use.agent(server);
  await agent.hello();
  expect(await agent.push(frameOf(0), wide)).toEqual({ ok: true, committedSeq: 40 });
  await disk.fill();
  // Each takes 1.6 MB there: more than a host may have waiting.
  for (const n of upTo(24)) expect(await agent.push(frameOf(n), wide)).toEqual({ ok: true, committedSeq: 40 });
  expect(await liveHosts(server)).toEqual([['host-0001', true, true]]);
  await disk.makeRoom();
  let seq = 1000;
  const ended = agent.ended.then(() => 'ended');
  while ((await Promise.race([ended, pause(200, 'still there')])) !== 'ended') {
    seq += 1;
    void agent.push([{ ...tickOf(seq, startMs), values: new Float64Array(wide.length) }], wide).catch(() => undefined);
  }

  const later = await use.agent(server);
  const welcome = await later.hello();
  const committedSeq = welcome.ok ? welcome.committedSeq : Number.NaN;
  expect(committedSeq).toBeGreaterThan(40);
  expect(committedSeq).toBeLessThan(1000);
  expect(await disk.stored('host-0001')).toEqual(upTo(committedSeq));
  const missing = upTo(1000).slice(committedSeq, committedSeq + 100);
  expect(
    await later.push(
      missing.map((each) => tickOf(each, startMs)),
      SERIES,
    ),
  ).toEqual({
    ok: true,
    committedSeq: committedSeq + 100,
  });
  expect(await disk.stored('host-0001')).toEqual(upTo(committedSeq + 100));
});
