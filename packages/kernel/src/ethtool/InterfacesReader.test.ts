import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { KernelError } from '../KernelError.ts';
import { FAMILY_QUESTION, scriptedKernel } from '../testing/genericKernel.ts';
import { vanishedCounts } from '../vanished.ts';
import { EthtoolFamily } from './EthtoolFamily.ts';
import { InterfacesReader } from './InterfacesReader.ts';

/** A host with the devices of the fixture, whose drivers do as `driver` says. */
function host(options: {
  readonly kernel?: ReturnType<typeof scriptedKernel>;
  readonly driver?: (device: string) => void;
}) {
  const { kernel = scriptedKernel(), driver = () => {} } = options;
  const sysRoot = mkdtempSync(join(tmpdir(), 'netstrata-interfaces-'));
  onTestFinished(() => rmSync(sysRoot, { recursive: true }));
  const indexes = new Map([
    ['lo', 1],
    ['ifb0', 2],
    ['ifb1', 3],
    ['eth0', 4],
  ]);
  for (const device of indexes.keys()) {
    mkdirSync(join(sysRoot, 'class/net', device, 'queues/rx-0'), { recursive: true });
    if (device !== 'eth0') mkdirSync(join(sysRoot, 'devices/virtual/net', device), { recursive: true });
    writeFileSync(join(sysRoot, 'class/net', device, 'mtu'), `${1000 + (indexes.get(device) ?? 0)}\n`);
  }
  const calls = { opened: 0, closed: 0 };
  const open = () => {
    calls.opened++;
    return {
      indexOf: (device: string) => indexes.get(device),
      driver: async (device: string) => {
        driver(device);
        return { name: `driver of ${device}`, version: '', firmwareVersion: '', busInfo: '' };
      },
      close: () => {
        calls.closed++;
      },
    };
  };
  const reader = new InterfacesReader({ sysRoot, family: new EthtoolFamily(kernel.connect), open });
  return { reader, indexes, calls, kernel, sysRoot };
}
const refusal = (code: 'unsupported' | 'permission') => new KernelError({ code, operation: 'read', path: 'test' });

test('puts together what netlink, the driver and /sys say, hardware first, and gives every descriptor back', async () => {
  const { reader, calls, kernel } = host({});
  const { rows, count, problems } = await reader.read(1000);
  expect([count, problems]).toEqual([4, []]);
  expect(rows.map(({ device, physical, mtuBytes, driver }) => [device, physical, mtuBytes, driver?.name])).toEqual([
    ['eth0', true, 1004, 'driver of eth0'],
    ['lo', false, 1001, 'driver of lo'],
    ['ifb0', false, 1002, 'driver of ifb0'],
    ['ifb1', false, 1003, 'driver of ifb1'],
  ]);
  expect(rows[0]).toMatchObject({ channels: { combined: { current: 1 } }, queues: { rxCount: 1, txCount: 0 } });
  expect([calls, kernel.seen.opened, kernel.seen.closed]).toEqual([{ opened: 1, closed: 1 }, 1, 1]);
});

test('what was read under a name that became another device’s is left out, and told', async () => {
  const { reader, indexes } = host({
    driver: (device) => {
      if (device === 'eth0') indexes.set('eth0', 9);
      if (device === 'ifb0') indexes.delete('ifb0');
    },
  });
  const { devices: before } = vanishedCounts();
  const { rows, problems } = await reader.read(1000);
  expect(rows.map(({ mtuBytes, driver, queues }) => [mtuBytes, driver?.name, queues?.rxCount])).toEqual([
    [undefined, undefined, undefined],
    [1001, 'driver of lo', 1],
    [undefined, undefined, undefined],
    [1003, 'driver of ifb1', 1],
  ]);
  // By its index eth0 keeps what is its own.
  expect(rows[0]).toMatchObject({ device: 'eth0', ifindex: 4, rings: { rx: { current: 256 } } });
  expect(problems.map(({ what }) => what)).toEqual(['eth0', 'ifb0']);
  expect(vanishedCounts().devices).toBe(before + 2);
});

test('a driver that tells nothing of itself is no problem, one that is refused is', async () => {
  const { reader } = host({
    driver: (device) => {
      if (device !== 'ifb1') throw refusal(device === 'lo' ? 'unsupported' : 'permission');
    },
  });
  const { rows, problems } = await reader.read(1000);
  expect(rows.map(({ driver }) => driver?.name)).toEqual([undefined, undefined, undefined, 'driver of ifb1']);
  expect(problems.map(({ what }) => what)).toEqual(['driver of eth0', 'driver of ifb0']);
});

test('a kernel without ethtool netlink (before 5.6) still has its devices, drivers and queues', async () => {
  const kernel = scriptedKernel((command) => (command === FAMILY_QUESTION ? { errno: 2 } : undefined));
  const { reader } = host({ kernel });
  const { rows, problems } = await reader.read(1000);
  expect(rows.map(({ device, rings, driver }) => [device, rings, driver?.name])[0]).toEqual([
    'eth0',
    undefined,
    'driver of eth0',
  ]);
  expect(rows).toHaveLength(4);
  expect(problems).toEqual([
    {
      what: 'settings by ethtool netlink',
      reason: expect.stringContaining('this kernel or machine cannot do it (ENOENT)'),
    },
  ]);
  expect(kernel.seen).toMatchObject({ opened: 1, closed: 1, requests: [] });
});

test('says so where there is no /sys, and one reading at a time', async () => {
  await expect(new InterfacesReader({ sysRoot: '/nonexistent' }).read(1000)).rejects.toMatchObject({
    code: 'not-found',
  });
  const { reader, calls } = host({});
  const first = reader.read(1000);
  await expect(reader.read(1000)).rejects.toMatchObject({ code: 'busy' });
  await first;
  expect(calls).toEqual({ opened: 1, closed: 1 });
});

test('a driver that hangs costs the reading its time limit, and holds no second thread', async () => {
  const hung = Promise.withResolvers<never>();
  const { reader } = host({});
  const slow = host({});
  const hanging = new InterfacesReader({
    sysRoot: slow.sysRoot,
    family: new EthtoolFamily(slow.kernel.connect),
    open: () => ({ indexOf: (device) => slow.indexes.get(device), driver: () => hung.promise, close: () => {} }),
  });
  await expect(hanging.read(20)).rejects.toMatchObject({ code: 'timed-out' });
  await expect(hanging.read(20)).rejects.toMatchObject({ code: 'busy' });
  expect((await reader.read(1000)).rows).toHaveLength(4);
});
