import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { TUNABLES } from './catalog.ts';
import { changeable, DEVICE_SETTINGS, deviceSetting } from './deviceCatalog.ts';
import { describeShape, parseTunable, type ShapeLimits } from './parse.ts';

const folder = new URL('./deviceCatalog/', import.meta.url);

test('every list of the folder is in the index', () => {
  const index = readFileSync(new URL('./deviceCatalog.ts', import.meta.url), 'utf8');
  const lists = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'common.ts');
  expect(lists).toHaveLength(5);
  for (const file of lists) {
    const [, list] =
      /^export const (\w+): readonly DeviceSetting/m.exec(readFileSync(new URL(file, folder), 'utf8')) ?? [];
    expect(index).toContain(`import { ${list} } from './deviceCatalog/${file}';`);
    expect(index).toContain(`...${list}`);
  }
});

test('names are the interface and the word of ethtool or the kernel, and come once', () => {
  const names = DEVICE_SETTINGS.map(({ name }) => name);
  expect(new Set([...names, ...TUNABLES.map(({ name }) => name)]).size).toBe(names.length + TUNABLES.length);
  expect(names).toEqual(
    expect.arrayContaining([
      'ethtool.rings.rx',
      'ethtool.channels.combined',
      'ethtool.coalesce.rx-usecs',
      'ethtool.features.tx-tcp-segmentation',
      'sysfs.tx_queue_len',
    ]),
  );
  for (const name of names)
    expect(name).toMatch(/^(ethtool\.(rings|channels|coalesce|features)\.[a-z0-9-]+|sysfs\.[a-z_]+)$/);
});

test('each entry says what a person needs before changing it', () => {
  for (const entry of DEVICE_SETTINGS) {
    expect(entry.help.length, entry.name).toBeGreaterThan(50);
    expect(entry.cost, entry.name).toMatch(/^[A-Za-z0-9].*\.$/);
    expect(entry.title, entry.name).toMatch(/^[A-Z][^.]*$/);
    expect(entry.unit, entry.name).not.toBe('');
    expect(entry.kernelDefault ?? entry.defaultDerivation, entry.name).toBeDefined();
    // What may take the link down is never a small matter.
    if (entry.disruptive) expect(entry.risk, entry.name).toBeGreaterThanOrEqual(3);
    for (const other of entry.interactsWith) {
      expect(changeable(other), `${entry.name} -> ${other}`).toBeDefined();
      expect(other).not.toBe(entry.name);
    }
  }
});

test('rings and channels take the link down, queues and times do not; masks and flows belong to a queue', () => {
  const disruptive = DEVICE_SETTINGS.filter((entry) => entry.disruptive).map(({ name }) => name);
  expect(disruptive).toEqual(
    expect.arrayContaining(['ethtool.rings.rx', 'ethtool.rings.tx', 'ethtool.channels.combined']),
  );
  expect(disruptive.filter((name) => /^(sysfs|ethtool\.coalesce)\./.test(name))).toEqual([]);
  const ofQueues = DEVICE_SETTINGS.filter(({ perQueue }) => perQueue !== undefined);
  expect(ofQueues.map(({ name, perQueue }) => [name, perQueue])).toEqual([
    ['sysfs.rps_cpus', 'rx'],
    ['sysfs.rps_flow_cnt', 'rx'],
    ['sysfs.xps_cpus', 'tx'],
  ]);
});

describe('one look-up over both catalogues', () => {
  test('finds both, and nothing else', () => {
    expect(changeable('net.core.somaxconn')).toMatchObject({ scope: 'namespace' });
    expect(changeable('ethtool.rings.rx')).toMatchObject({ scope: 'device', disruptive: true });
    expect(deviceSetting('net.core.somaxconn')).toBeUndefined();
  });

  test.each([
    '',
    '__proto__',
    'constructor',
    'ethtool.rings',
    'ethtool.rings.rx ',
    'ETHTOOL.RINGS.RX',
    'sysfs.../uevent',
  ])('%j is no name', (name) => {
    expect(changeable(name)).toBeUndefined();
  });
});

describe('values', () => {
  const code = (name: string, text: string, limits?: ShapeLimits): string => {
    const entry = deviceSetting(name);
    if (entry === undefined) throw new Error(`${name} is not catalogued`);
    const answer = parseTunable(entry, text, undefined, limits);
    return answer.ok ? answer.text : answer.error.code;
  };

  test.each([
    ['ethtool.rings.rx', '512', '512'],
    ['ethtool.rings.rx', '0', 'too-small'],
    ['ethtool.rings.rx', '1048577', 'too-large'],
    ['ethtool.rings.rx', '-1', 'not-a-number'],
    ['ethtool.rings.rx', '1 2', 'wrong-count'],
    ['ethtool.channels.combined', '0', '0'],
    ['ethtool.coalesce.rx-usecs', '1000001', 'too-large'],
    ['ethtool.coalesce.adaptive-rx', 'on', 'on'],
    ['ethtool.coalesce.adaptive-rx', '1', 'unknown-choice'],
    ['ethtool.features.rx-gro', 'off', 'off'],
    ['ethtool.features.rx-gro', 'off [fixed]', 'unknown-choice'],
    ['sysfs.rps_flow_cnt', '0', '0'],
    ['sysfs.rps_flow_cnt', '4096', '4096'],
    ['sysfs.rps_flow_cnt', '4095', 'not-a-power'],
    ['sysfs.tx_queue_len', '99999999999999999999', 'too-large'],
  ])('%s = %j is %s', (name, text, expected) => {
    expect(code(name, text)).toBe(expected);
  });

  test('the device’s own largest counts, and is named', () => {
    expect(code('ethtool.rings.rx', '4096', { max: 4096 })).toBe('4096');
    expect(code('ethtool.rings.rx', '4097', { max: 4096 })).toBe('too-large');
    const entry = deviceSetting('ethtool.rings.rx');
    expect(entry && describeShape(entry, undefined, { max: 4096 })).toBe('a whole number from 1 to 4096');
    const flows = deviceSetting('sysfs.rps_flow_cnt');
    expect(flows && describeShape(flows)).toBe('a whole number from 0 to 1048576, 0 or a power of two');
  });
});
