import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { KernelError } from '../KernelError.ts';
import { vanishedCounts } from '../vanished.ts';
import { type NetClassTexts, openSysClassNet, parseSysClassNet } from './sysClassNet.ts';

const TEXTS: NetClassTexts = {
  mtu: '1500\n',
  txQueueLen: '1000\n',
  operstate: 'up\n',
  flags: undefined,
  carrierChanges: '2\n',
  speed: '10000\n',
};

test('gives a device that knows everything', () => {
  expect(parseSysClassNet('eth0', TEXTS)).toEqual({
    device: 'eth0',
    speedMbit: 10_000,
    mtuBytes: 1500,
    txQueueLen: 1000,
    up: 1,
    carrierChanges: 2,
  });
});

test('leaves unknown what the driver does not know', () => {
  const row = parseSysClassNet('eth0', { ...TEXTS, speed: '-1\n', carrierChanges: undefined, operstate: undefined });
  expect(row).toMatchObject({ speedMbit: undefined, carrierChanges: undefined, up: undefined });
});

test.each([
  ['up', undefined, 1],
  ['down', undefined, 0],
  ['lowerlayerdown', undefined, 0],
  ['dormant', undefined, 0],
  ['unknown', '0x9\n', 1],
  ['unknown', '0x8\n', 0],
  ['unknown', undefined, undefined],
])('operstate %s with flags %j is up: %j', (operstate, flags, up) => {
  expect(parseSysClassNet('lo', { ...TEXTS, operstate: `${operstate}\n`, flags }).up).toBe(up);
});

test('fails with nothing but a clear error on random attributes', () => {
  const text = fc.option(fc.oneof(fc.string(), fc.constantFrom('0x1\n', 'unknown\n', '-1', '7\n')), { nil: undefined });
  const texts = fc.record({
    mtu: text,
    txQueueLen: text,
    operstate: text,
    flags: text,
    carrierChanges: text,
    speed: text,
  });
  fc.assert(
    fc.property(texts, (attributes) => {
      try {
        expect(Object.values(parseSysClassNet('eth0', attributes))).not.toContain(Number.NaN);
      } catch (error) {
        if (!(error instanceof KernelError) || error.code !== 'malformed') throw error;
      }
    }),
  );
});

/** A /sys whose devices are links, as the kernel's are. */
function fakeSys() {
  const root = mkdtempSync(join(tmpdir(), 'netstrata-sys-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'class/net'), { recursive: true });
  const add = (device: string, attributes: Readonly<Record<string, string>>) => {
    const target = join(root, 'devices', device);
    mkdirSync(target, { recursive: true });
    for (const [name, text] of Object.entries(attributes)) writeFileSync(join(target, name), text);
    symlinkSync(target, join(root, 'class/net', device));
  };
  const remove = (device: string) => rmSync(join(root, 'class/net', device));
  return { root, add, remove };
}
const ATTRIBUTES = { mtu: '1500\n', tx_queue_len: '1000\n', operstate: 'up\n', carrier_changes: '2\n', speed: '100\n' };

test('follows devices that appear, vanish and change', async () => {
  const sys = fakeSys();
  sys.add('eth0', ATTRIBUTES);
  writeFileSync(join(sys.root, 'class/net/bonding_masters'), 'bond0\n');
  const source = openSysClassNet({ procRoot: '/proc', sysRoot: sys.root });
  expect(await source.read(5000)).toMatchObject([{ device: 'eth0', speedMbit: 100, mtuBytes: 1500 }]);

  sys.add('veth1', { ...ATTRIBUTES, operstate: 'lowerlayerdown\n' });
  writeFileSync(join(sys.root, 'devices/eth0/mtu'), '9000\n');
  writeFileSync(join(sys.root, 'devices/eth0/carrier_changes'), '3\n');
  writeFileSync(join(sys.root, 'devices/eth0/speed'), '25000\n');
  expect(await source.read(5000)).toMatchObject([
    { device: 'eth0', mtuBytes: 9000, carrierChanges: 3, speedMbit: 25_000 },
    { device: 'veth1', up: 0 },
  ]);

  sys.remove('eth0');
  expect((await source.read(5000)).map((row) => row.device)).toEqual(['veth1']);
});

test('leaves out a device that vanished between the listing and the reading', async () => {
  const sys = fakeSys();
  sys.add('eth0', ATTRIBUTES);
  symlinkSync(join(sys.root, 'devices/gone'), join(sys.root, 'class/net/gone'));
  const source = openSysClassNet({ procRoot: '/proc', sysRoot: sys.root });
  const { devices: before } = vanishedCounts();
  expect((await source.read(5000)).map((row) => row.device)).toEqual(['eth0']);
  expect(vanishedCounts().devices).toBe(before + 1);
});

test('lists every device of a host with hundreds, refreshing the oldest first', async () => {
  const sys = fakeSys();
  for (let number = 0; number < 100; number++) sys.add(`veth${number}`, ATTRIBUTES);
  const source = openSysClassNet({ procRoot: '/proc', sysRoot: sys.root });
  expect(await source.read(5000)).toHaveLength(64);
  expect(await source.read(5000)).toHaveLength(100);
});

test('says so where there is no /sys', async () => {
  const source = openSysClassNet({ procRoot: '/proc', sysRoot: '/nonexistent' });
  await expect(source.read(1000)).rejects.toMatchObject({ code: 'not-found', path: '/nonexistent/class/net' });
});
