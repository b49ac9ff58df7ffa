import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { expect, onTestFinished, type TestContext, test } from 'vitest';
import { KernelError } from '../KernelError.ts';
import { NamespaceDoor } from '../namespaces/NamespaceDoor.ts';
import { Commands } from '../testing/commands.ts';
import { DeviceSettings } from './DeviceSettings.ts';
import type { DeviceSettingRef } from './settingPlace.ts';

const commands = new Commands({ spawn, spawnSync });

interface Place {
  readonly settings: DeviceSettings;
  /** What a command prints there, with a /sys of its own. */
  readonly inside: (...command: string[]) => string;
}

/** A namespace with a veth pair of as many queues as this machine has CPUs, a TAP and a dummy device, and their settings from outside. */
async function placeWithDevices(context: TestContext): Promise<Place> {
  commands.needNamespaces(context);
  commands.output(context, ['ethtool', '--version']);
  const own = ['unshare', '--net', '--mount', 'sh', '-c', 'mount -t sysfs sysfs /sys && exec "$@"', 'sh'];
  const inhabitant = commands.companion(own);
  expect(await inhabitant.ask('ready')).toBe('ready');
  const prefix = ['nsenter', '--net', '--mount', '--target', String(inhabitant.pid)];
  const inside = (...command: string[]) => commands.output(context, [...prefix, ...command]);
  inside('ip', 'link', 'add', 'wan0', 'numrxqueues', '4', 'numtxqueues', '4', 'type', 'veth', 'peer', 'name', 'lan0');
  inside('sh', '-c', 'ip link set wan0 up; ip link set lan0 up');
  const path = `/proc/${inhabitant.pid}/ns/net`;
  const target = { inode: statSync(path).ino, path };
  const door = new NamespaceDoor();
  onTestFinished(() => door.close());
  return { settings: new DeviceSettings({ enter: (action) => door.inside(target, action) }), inside };
}

/** How a call failed: the code and what the kernel said. */
async function failure(call: Promise<unknown>): Promise<readonly [string, string]> {
  try {
    await call;
    return ['none', ''];
  } catch (cause) {
    if (!(cause instanceof KernelError)) throw cause;
    return [cause.code, cause.detail ?? ''];
  }
}

const of = (name: string, device = 'wan0', queue?: number): DeviceSettingRef => ({ name, device, queue });
const descriptors = () => readdirSync('/proc/self/fd').length;

test('channels of a veth in another namespace: read, changed, and refused in the kernel’s words', async (context) => {
  const { settings, inside } = await placeWithDevices(context);
  const rx = of('ethtool.channels.rx');
  inside('ethtool', '-L', 'wan0', 'rx', '1', 'tx', '1');
  expect(await settings.read(rx)).toBe('1');
  expect(await settings.limits(rx)).toEqual({ max: 4, fixed: undefined });
  await settings.write(rx, '3');
  expect(inside('ethtool', '-l', 'wan0')).toMatch(/Current hardware settings:\nRX:\s+3\nTX:\s+1/);
  expect(await settings.read(rx)).toBe('3');

  expect(await failure(settings.write(rx, '5'))).toEqual([
    'rejected',
    'EINVAL: requested channel count exceeds maximum',
  ]);
  expect(await failure(settings.write(rx, '0'))).toEqual([
    'rejected',
    'EINVAL: requested channel counts would result in no RX or TX channel being configured',
  ]);
  expect(await failure(settings.write(rx, '3.5'))).toEqual(['rejected', 'a whole number is wanted']);
  expect(await failure(settings.read(of('ethtool.channels.combined')))).toEqual([
    'unsupported',
    'its driver does not have it',
  ]);
  expect(await settings.read(rx)).toBe('3');
});

test('offloads: switched, what is fixed or kept off by another is refused and no wish stays behind', async (context) => {
  const { settings, inside } = await placeWithDevices(context);
  const feature = (word: string) => of(`ethtool.features.${word}`);
  const shown = (name: string) =>
    new RegExp(`^\\s*${name}: (.*)$`, 'm').exec(inside('ethtool', '-k', 'wan0'))?.[1]?.trim();
  expect(await settings.read(feature('tx-tcp-segmentation'))).toBe('on');
  await settings.write(feature('tx-tcp-segmentation'), 'off');
  expect(shown('tx-tcp-segmentation')).toBe('off');
  await settings.write(feature('rx-gro'), 'on');
  expect(shown('generic-receive-offload')).toBe('on');

  // Segmentation needs checksums: off with them, on is refused.
  await settings.write(feature('tx-tcp-segmentation'), 'on');
  await settings.write(feature('tx-checksum-ip-generic'), 'off');
  expect(shown('tx-tcp-segmentation')).toBe('off [requested on]');
  await settings.write(feature('tx-tcp-segmentation'), 'off');
  expect(await failure(settings.write(feature('tx-tcp-segmentation'), 'on'))).toEqual([
    'rejected',
    'it stays off: the driver, or a feature that it needs or excludes, does not allow it',
  ]);
  expect(shown('tx-tcp-segmentation')).toBe('off');

  expect(await settings.limits(feature('rx-lro'))).toEqual({ max: undefined, fixed: true });
  expect(await failure(settings.write(feature('rx-lro'), 'on'))).toEqual([
    'rejected',
    'its driver does not let it be changed',
  ]);
  expect(await failure(settings.write(feature('rx-gro'), '1'))).toEqual(['rejected', 'on or off is wanted']);
  expect(await failure(settings.read(feature('no-such-feature')))).toEqual([
    'unsupported',
    'its driver does not have it',
  ]);
});

test('the send queue and which CPUs serve a queue, by a sysfs of that namespace', async (context) => {
  const { settings, inside } = await placeWithDevices(context);
  const file = (path: string) => inside('cat', `/sys/class/net/wan0/${path}`).trim();
  await settings.write(of('sysfs.tx_queue_len'), '2500');
  expect(file('tx_queue_len')).toBe('2500');
  expect(await settings.read(of('sysfs.tx_queue_len'))).toBe('2500');

  const [rps, xps, flows] = [
    of('sysfs.rps_cpus', 'wan0', 1),
    of('sysfs.xps_cpus', 'wan0', 0),
    of('sysfs.rps_flow_cnt', 'wan0', 1),
  ];
  const { cpus = 0 } = await settings.limits(rps);
  expect(cpus).toBeGreaterThanOrEqual(1);
  for (const ref of [rps, xps]) {
    await settings.write(ref, '1');
    expect(BigInt(`0x${(await settings.read(ref)).replaceAll(',', '')}`)).toBe(1n);
  }
  expect(file('queues/rx-1/rps_cpus')).toBe(await settings.read(rps));
  expect(file('queues/rx-0/rps_cpus')).toMatch(/^[0,]+$/);
  await settings.write(flows, '4096');
  expect(file('queues/rx-1/rps_flow_cnt')).toBe('4096');

  // A CPU that no machine has; a queue that is not there; what is no mask never reaches the kernel.
  const beyond = (1n << 13_000n).toString(16).replaceAll(/(?<=.)(?=(?:.{8})+$)/g, ',');
  expect((await failure(settings.write(rps, beyond)))[0]).toBe('rejected');
  expect((await failure(settings.read(of('sysfs.rps_cpus', 'wan0', 9))))[0]).toBe('not-found');
  for (const value of ['all', '3\n1', '', '-1', '0x3'])
    expect(await failure(settings.write(rps, value)), value).toEqual(['rejected', 'that is no mask']);
  expect(await failure(settings.write(of('sysfs.tx_queue_len'), '99999999999'))).toEqual(['rejected', 'ERANGE']);
  expect(file('tx_queue_len')).toBe('2500');
});

test('coalescing and the queue of a TAP device', async (context) => {
  const { settings, inside } = await placeWithDevices(context);
  const made = commands.run(['test', '-c', '/dev/net/tun']).status === 0;
  if (!made) context.skip('this machine has no TUN device');
  inside('ip', 'tuntap', 'add', 'tap0', 'mode', 'tap');
  const frames = of('ethtool.coalesce.rx-frames', 'tap0');
  expect(await settings.read(frames)).toBe('0');
  await settings.write(frames, '16');
  expect(inside('ethtool', '-c', 'tap0')).toMatch(/^rx-frames:\s+16$/m);
  expect(await failure(settings.read(of('ethtool.coalesce.rx-usecs', 'tap0')))).toEqual([
    'unsupported',
    'its driver does not have it',
  ]);
  expect((await failure(settings.read(of('ethtool.rings.rx', 'tap0'))))[0]).toBe('unsupported');
  await settings.write(of('sysfs.tx_queue_len', 'tap0'), '1000');
  expect(inside('cat', '/sys/class/net/tap0/tx_queue_len').trim()).toBe('1000');
});

test('devices of this machine are not those of the namespace, and nothing is left open', async (context) => {
  const { settings, inside } = await placeWithDevices(context);
  const here = readdirSync('/sys/class/net').find((device) => device !== 'lo');
  // The same name there is another device.
  if (here !== undefined && here !== 'wan0') {
    expect((await failure(settings.read(of('sysfs.tx_queue_len', here))))[0]).toBe('not-found');
    const before = await new DeviceSettings().read(of('sysfs.tx_queue_len', here));
    inside('ip', 'link', 'set', 'lan0', 'down');
    inside('ip', 'link', 'set', 'lan0', 'name', here);
    await settings.write(of('sysfs.tx_queue_len', here), '77');
    expect(await settings.read(of('sysfs.tx_queue_len', here))).toBe('77');
    expect(await new DeviceSettings().read(of('sysfs.tx_queue_len', here))).toBe(before);
  }
  expect(await failure(settings.read(of('ethtool.channels.rx', 'gone0')))).toEqual([
    'vanished',
    'ENODEV: no device matches name',
  ]);
  // By its other name the kernel finds a device; it is not taken for it.
  inside('ip', 'link', 'property', 'add', 'dev', 'wan0', 'altname', 'other0');
  expect((await failure(settings.read(of('ethtool.channels.rx', 'other0'))))[0]).toBe('unsupported');

  await settings.read(of('sysfs.tx_queue_len'));
  const open = descriptors();
  for (let round = 0; round < 5; round++) {
    await settings.write(of('sysfs.tx_queue_len'), String(1000 + round));
    await settings.read(of('ethtool.channels.rx'));
    await failure(settings.write(of('ethtool.channels.rx'), '9999'));
    await failure(settings.read(of('sysfs.tx_queue_len', 'gone0')));
  }
  expect(descriptors()).toBe(open);
});

test('this namespace: read by the same two ways', async (context) => {
  commands.needNamespaces(context);
  expect(await new DeviceSettings().read(of('sysfs.tx_queue_len', 'lo'))).toMatch(/^\d+$/);
  expect(await new DeviceSettings().read(of('ethtool.features.rx-gro', 'lo'))).toMatch(/^(on|off)$/);
});
