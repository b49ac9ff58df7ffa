import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openSysClassNetByteQueueLimits } from './sysClassNetByteQueueLimits.ts';

/** A /sys of our own, with `put` to write an attribute of a queue. */
function fakeSys() {
  const root = mkdtempSync(join(tmpdir(), 'netstrata-bql-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const put = (device: string, queue: string, attributes: Readonly<Record<string, string>>) => {
    const folder = join(root, 'class/net', device, 'queues', queue, 'byte_queue_limits');
    mkdirSync(folder, { recursive: true });
    for (const [file, text] of Object.entries(attributes)) writeFileSync(join(folder, file), text);
  };
  return { root, put };
}

test('queues that report what they sent, with what this kernel tells of them', async () => {
  const { root, put } = fakeSys();
  put('eth0', 'tx-10', { limit: '3028\n', inflight: '0\n' });
  put('eth0', 'tx-2', { limit: '15764\n', inflight: '66\n', stall_cnt: '3\n' });
  put('eth0', 'tx-3', { limit: '0\n', inflight: '0\n' });
  put('eth0', 'rx-0', { limit: '9\n' });
  put('eth1', 'tx-0', { limit: 'many\n', inflight: '1\n' });
  put('eth2', 'tx-0', {});
  const source = openSysClassNetByteQueueLimits({ procRoot: '/proc', sysRoot: root });
  const rows = [
    { device: 'eth0', queue: 'tx-2', inflightBytes: 66, limitBytes: 15_764, stallCount: 3 },
    { device: 'eth0', queue: 'tx-10', inflightBytes: 0, limitBytes: 3028, stallCount: undefined },
  ];
  expect(await source.read(1000)).toEqual(rows);
  // A queue that goes between two readings has no row; one that comes is found with the next search.
  rmSync(join(root, 'class/net/eth0/queues/tx-2'), { recursive: true });
  put('eth3', 'tx-0', { limit: '1\n', inflight: '1\n' });
  expect(await source.read(1000)).toEqual(rows.slice(1));
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  vi.advanceTimersByTime(40_000);
  source.close();
  expect((await source.read(1000)).map(({ device }) => device)).toEqual(['eth0', 'eth3']);
});

test('a host with hundreds of queues has 64 of them', async () => {
  const { root, put } = fakeSys();
  for (let queue = 0; queue < 100; queue++) put('eth0', `tx-${queue}`, { limit: '1\n', inflight: '0\n' });
  const source = openSysClassNetByteQueueLimits({ procRoot: '/proc', sysRoot: root });
  const rows = await source.read(1000);
  expect([rows.length, rows.at(0)?.queue, rows.at(-1)?.queue]).toEqual([64, 'tx-0', 'tx-63']);
});

test('says so where there is no /sys', async () => {
  const source = openSysClassNetByteQueueLimits({ procRoot: '/proc', sysRoot: '/nonexistent' });
  await expect(source.read(1000)).rejects.toMatchObject({ code: 'not-found', path: '/nonexistent/class/net' });
});
