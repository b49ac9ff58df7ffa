import { readdirSync } from 'node:fs';
import { InterfacesReader } from '@netstrata/kernel';
import { detailMessage } from '@netstrata/protocol/schemas';
import { expect, test } from 'vitest';
import { Interfaces } from './Interfaces.ts';

test('the interfaces of this machine pass what the wire allows, and lose nothing on it', async () => {
  const reader = new InterfacesReader();
  const interfaces = new Interfaces({ read: (timeoutMs) => reader.read(timeoutMs), wallMs: () => 1_800_000_000_000 });
  const report = await interfaces.read();
  const sent = JSON.parse(JSON.stringify({ kind: 'interfaces', answer: { ok: true, report } }));
  expect(detailMessage.parse(sent)).toEqual(sent);
  const devices = readdirSync('/sys/class/net').filter((name) => name !== 'bonding_masters');
  if (devices.length <= report.interfaces.length)
    expect(report.interfaces.map(({ device }) => device).toSorted()).toEqual(devices.toSorted());
  const lo = report.interfaces.find(({ device }) => device === 'lo');
  expect(lo).toMatchObject({ physical: false, link: { detected: expect.any(Boolean) } });
  expect([lo?.rings, lo?.channels, lo?.driver]).toEqual([undefined, undefined, undefined]);
  // What no such device has is counted, not listed.
  expect(lo?.features?.every(({ on, fixed }) => on || !fixed)).toBe(true);
  expect(lo?.unavailableFeatures).toBeGreaterThan(0);
});
