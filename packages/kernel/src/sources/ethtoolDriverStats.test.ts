import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { KernelError } from '../KernelError.ts';
import { openEthtoolDriverStats } from './ethtoolDriverStats.ts';

interface Device {
  index: number;
  names: readonly string[] | 'unsupported';
  values: readonly number[];
  /** Happens while its values are read. */
  meanwhile?: () => void;
}

/** A /sys with these devices, and drivers that answer for them. */
function fakeHost(devices: Map<string, Device>) {
  const root = mkdtempSync(join(tmpdir(), 'netstrata-drivers-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const device of devices.keys()) mkdirSync(join(root, 'class/net', device), { recursive: true });
  const seen = { names: 0, opened: 0, closed: 0 };
  const gone = (code: 'vanished' | 'unsupported') => new KernelError({ code, operation: 'read', path: 'test' });
  const open = () => {
    seen.opened++;
    return {
      indexOf: (device: string) => devices.get(device)?.index,
      statisticNames: async (device: string) => {
        seen.names++;
        const names = devices.get(device)?.names ?? [];
        if (names === 'unsupported') throw gone('unsupported');
        return new Uint8Array(Buffer.concat(names.map((name) => Buffer.from(name.padEnd(32, '\0')))));
      },
      statisticValues: async (device: string, count: number) => {
        const found = devices.get(device);
        found?.meanwhile?.();
        if (found === undefined || found.values.length !== count) throw gone('vanished');
        return Float64Array.from(found.values);
      },
      close: () => {
        seen.closed++;
      },
    };
  };
  return { source: openEthtoolDriverStats({ procRoot: '/proc', sysRoot: root }, open), seen };
}
const eth0 = (more: Partial<Device> = {}): Device => ({
  index: 4,
  names: ['rx_drops', 'rx0_kicks'],
  values: [1, 2],
  ...more,
});
const ROWS = [
  { device: 'eth0', queue: undefined, statistic: 'rx_drops', value: 1 },
  { device: 'eth0', queue: 'rx-0', statistic: 'kicks', value: 2 },
];

test('names are read once and values each time; drivers without any have no rows', async () => {
  const { source, seen } = fakeHost(
    new Map([
      ['eth0', eth0()],
      ['lo', { index: 1, names: 'unsupported', values: [] }],
      ['dummy', { index: 2, names: [], values: [] }],
    ]),
  );
  expect(await source.read(1000)).toEqual(ROWS);
  expect(await source.read(1000)).toEqual(ROWS);
  expect(seen).toEqual({ names: 3, opened: 2, closed: 2 });
});

test('a driver whose statistics become more is left out once, and read anew after that', async () => {
  const device = eth0();
  const { source } = fakeHost(new Map([['eth0', device]]));
  await source.read(1000);
  Object.assign(device, { names: ['rx_drops', 'rx0_kicks', 'rx1_kicks'], values: [1, 2, 3] });
  expect(await source.read(1000)).toEqual([]);
  expect((await source.read(1000)).map(({ queue }) => queue)).toEqual([undefined, 'rx-0', 'rx-1']);
});

test('values are not filed under a name that has become another device’s, and a device that went has none', async () => {
  const devices = new Map<string, Device>();
  devices.set('eth0', eth0({ meanwhile: () => devices.set('eth0', eth0({ index: 9 })) }));
  devices.set('eth1', eth0({ index: 5, meanwhile: () => devices.delete('eth1') }));
  const { source } = fakeHost(devices);
  expect(await source.read(1000)).toEqual([]);
  expect(await source.read(1000)).toEqual(ROWS);
});
