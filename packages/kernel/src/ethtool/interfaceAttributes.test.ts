import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readInterfaceAttributes } from './interfaceAttributes.ts';

test('of a card its NUMA node, and none where the machine has only one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'netstrata-attributes-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(readInterfaceAttributes(folder)).toMatchObject({ mtuBytes: undefined, numaNode: undefined });
  mkdirSync(join(folder, 'device'));
  writeFileSync(join(folder, 'mtu'), '9000\n');
  writeFileSync(join(folder, 'device/numa_node'), '1\n');
  expect(readInterfaceAttributes(folder)).toMatchObject({ mtuBytes: 9000, numaNode: 1 });
  writeFileSync(join(folder, 'device/numa_node'), '-1\n');
  expect(readInterfaceAttributes(folder).numaNode).toBeUndefined();
});
