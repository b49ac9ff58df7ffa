import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';
import { LabHost } from './LabHost.ts';

const support = labSupport();
const SECONDS = 5;

describe.skipIf(!support.ok)(`a host of the lab${support.reason && ` (skipped: ${support.reason})`}`, () => {
  let host: LabHost;
  beforeAll(async () => {
    host = await LabHost.start();
  });
  afterAll(async () => host?.[Symbol.asyncDispose]());

  test('its sockets, counters and sysctls are its own, and the agent tells them', async () => {
    expect(await host.sysctl('net.core.somaxconn', 321)).toBe('321');
    await using listener = startWorkload('stalledListener', { backlog: 7 }, host.namespace);
    const { port } = await listener.ready;
    const { sockets } = await host.api<{ sockets: { localPort: number; sendQ: number }[] }>(
      '/sockets?filter=state:listen',
    );
    expect(sockets.find(({ localPort }) => localPort === port)).toMatchObject({ sendQ: 7 });
    const opens = await host.counter('Tcp.ActiveOpens');
    await using flood = startWorkload('connectFlood', { port, total: 5 }, host.namespace);
    expect(await flood.done).toMatchObject({ connected: 5 });
    // Those who ask the product come over connections of their own.
    expect(await host.counter('Tcp.ActiveOpens')).toBeGreaterThanOrEqual(opens + 5);
    await host.measured('transport.tcp.activeOpens', (value) => value >= opens + 5);
    await host.standsStill('Udp.OutDatagrams', 1);
  });

  test('an expectation that fails says what is open instead', async () => {
    await using listener = startWorkload('stalledListener', { backlog: 4 }, host.namespace);
    const { port } = await listener.ready;
    await using flood = startWorkload('connectFlood', { port, total: 10_000, perSecond: 20 }, host.namespace);
    await flood.ready;
    const id = `tcp-listen-overflow:127.0.0.1:${port}`;
    expect((await host.opened('tcp-listen-overflow')).id).toBe(id);
    const wrong = host.staysSilent('tcp-listen-overflow', SECONDS);
    await expect(wrong).rejects.toThrow(new RegExp(`was to stay silent.*${id} \\(critical\\): `, 's'));
    expect(host.ownNews.map((advice) => advice.id)).toEqual([id]);
  });

  test('leaves nothing behind when its process is killed', async () => {
    const program = `
      import { LabHost } from ${JSON.stringify(new URL('../index.ts', import.meta.url).href)};
      const { namespace } = await LabHost.start();
      const { stdout } = await namespace.exec('ip', ['netns', 'pids', namespace.name]);
      const { path, folder } = namespace;
      console.log(JSON.stringify({ path, folder, pids: stdout.trim().split('\\n') }));
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const { path, folder, pids } = JSON.parse(line) as { path: string; folder: string; pids: string[] };
    expect(pids.length).toBeGreaterThanOrEqual(2);
    expect([path, folder].map((each) => existsSync(each))).toEqual([true, true]);
    child.kill('SIGKILL');
    const left = () => [path, folder, ...pids.map((pid) => `/proc/${pid}`)].filter((each) => existsSync(each));
    await expect.poll(left).toEqual([]);
  });
});
