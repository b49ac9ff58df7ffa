import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { detailMessage } from '@netstrata/protocol/schemas';
import { expect, test } from 'vitest';
import { Network } from './Network.ts';

const ip = spawnSync('sh', ['-c', 'ip -j route show default'], { encoding: 'utf8' });
const noIp = ip.status === 0 ? '' : ' (missing: ip)';

test.skipIf(noIp !== '')(`the report of this host is what ip and the kernel's files say${noIp}`, async () => {
  const network = new Network(() => 1_800_000_000_000);
  const report = await network.read();
  expect(detailMessage.safeParse({ kind: 'network', answer: { ok: true, report } }).error).toBeUndefined();

  const defaults = (JSON.parse(ip.stdout) as readonly { gateway?: string; dev?: string }[]).map(({ gateway, dev }) => [
    gateway,
    dev,
  ]);
  const ours = report.routes.filter(
    ({ isDefault, family, table }) => isDefault && family === 'ipv4' && table === 'main',
  );
  expect(ours.map(({ nexthops: [hop] }) => [hop?.gateway, hop?.device])).toEqual(defaults);

  const names = readdirSync('/sys/class/net');
  expect(report.deviceCount).toBe(names.length);
  const loopback = report.devices.find(({ device }) => device === 'lo');
  expect(loopback?.addresses).toContainEqual({ text: '127.0.0.1/8', trouble: undefined });
  const filter = (name: string) => Number(readFileSync(`/proc/sys/net/ipv4/conf/${name}/rp_filter`, 'utf8'));
  expect(loopback?.rpFilter).toBe(Math.max(filter('lo'), filter('all')));
  expect(report.reversePathDrops).toBeTypeOf('number');
});

test('what is dear is not read again at once, unless nobody has looked for a while', async () => {
  let now = 1_800_000_000_000;
  const network = new Network(() => now++);
  const first = await network.read();
  expect((await network.read()).timeMs).toBe(first.timeMs);
  network.stop();
  expect((await network.read()).timeMs).toBeGreaterThan(first.timeMs);
});
