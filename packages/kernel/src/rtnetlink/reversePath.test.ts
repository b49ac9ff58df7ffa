import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readReversePath, readReversePathDrops } from './reversePath.ts';

/** A /proc in which rp_filter is as given. */
function procOf(values: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'netstrata-rp-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [name, value] of Object.entries(values)) {
    const folder = join(root, 'sys/net/ipv4/conf', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'rp_filter'), value);
  }
  return root;
}

test('the larger of the device and of all holds', () => {
  const root = procOf({ all: '1\n', eth0: '0\n', 'eth0.7': '2\n', odd: '7\n' });
  expect(readReversePath(['eth0', 'eth0.7', 'odd', 'gone', '..', 'a/b'], root)).toEqual([
    { device: 'eth0', own: 0, effective: 1 },
    { device: 'eth0.7', own: 2, effective: 2 },
    { device: 'odd', own: undefined, effective: undefined },
    { device: 'gone', own: undefined, effective: undefined },
  ]);
});

test('without that of all, what holds is unknown', () => {
  expect(readReversePath(['eth0'], procOf({ eth0: '1\n' }))).toEqual([
    { device: 'eth0', own: 1, effective: undefined },
  ]);
});

test('says how many packets were thrown away, unless that cannot be read', () => {
  const root = procOf({});
  expect(readReversePathDrops(root)).toBeUndefined();
  mkdirSync(join(root, 'net'));
  cpSync(new URL('../fixtures/linux-6.18/netstat', import.meta.url), join(root, 'net/netstat'));
  expect(readReversePathDrops(root)).toBe(0);
  writeFileSync(join(root, 'net/netstat'), 'TcpExt: A\nTcpExt: x\n');
  expect(readReversePathDrops(root)).toBeUndefined();
});
