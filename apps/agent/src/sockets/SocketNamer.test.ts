import type { SocketRow } from '@netstrata/metrics';
import { expect, test } from 'vitest';
import { SocketNamer } from './SocketNamer.ts';

test('each number of the rows is named once, devices only where the rows are of this namespace', () => {
  let refreshed = 0;
  const asked: (number | string)[] = [];
  const namer = new SocketNamer({
    users: {
      refresh: () => refreshed++,
      nameOf: (uid) => {
        asked.push(uid);
        return uid === 33 ? 'www-data' : undefined;
      },
    },
    interfaces: { nameOf: (index) => (index === 2 ? 'eth0' : undefined) },
    cgroups: { pathOf: (id) => (id === '4711' ? `/system.slice/${'x'.repeat(500)}` : undefined) },
  });
  const row = (parts: Partial<SocketRow>) => ({ protocol: 'tcp', uid: 33, ...parts }) as SocketRow;
  const rows = [
    row({}),
    row({ interfaceIndex: 2, cgroupId: '4711' }),
    row({ uid: 5, interfaceIndex: 3, cgroupId: '1' }),
  ];
  const names = namer.namesOf(rows);
  expect(names).toEqual({
    users: { 33: 'www-data' },
    interfaces: { 2: 'eth0' },
    cgroups: { 4711: `/system.slice/${'x'.repeat(386)}` },
  });
  expect(asked).toEqual([33, 5]);
  expect(refreshed).toBe(1);
  expect(namer.namesOf(rows, 'elsewhere').interfaces).toEqual({});
});
