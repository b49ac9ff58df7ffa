import type { ExceedBufLimitEvent, RetransmitEvent } from '@netstrata/kernel';
import { expect, it } from 'vitest';
import { DropTotals } from './DropTotals.ts';

const NAMES = { reasons: new Map([[3, 'NO_SOCKET']]), locationOf: (at: number) => (at === 500 ? 'f+0x1' : undefined) };

it('reasons by name, of a subsystem and of a kernel that tells none', () => {
  const totals = new DropTotals();
  for (const reason of [3, 3, 999, 2 * 65_536 + 17, undefined])
    totals.visitor.drop({ reason, protocol: 2048, location: 500 });
  totals.visitor.drop({ reason: 3, protocol: 2048, location: 0 });
  totals.visitor.endCpu(6, 0);
  const { drops, read, lost } = totals.report(1, NAMES);
  expect([read, lost]).toEqual([6, 0]);
  expect(drops.rows.map(({ reason, location, total }) => [reason, location, total])).toEqual([
    ['NO_SOCKET', 'f+0x1', 2],
    ['number 999', 'f+0x1', 1],
    ['subsystem 2: 17', 'f+0x1', 1],
    [undefined, 'f+0x1', 1],
    ['NO_SOCKET', undefined, 1],
  ]);
  expect(totals.takeLocations()).toEqual([500]);
  expect(totals.takeLocations()).toEqual([]);
});

it('says which limit of memory was hit', () => {
  const event: ExceedBufLimitEvent = {
    protocol: 'TCP',
    kind: 1,
    limitPages: [10, 20, 30],
    allocatedPages: 31,
    rmemMin: 4096,
    rmemAlloc: 5000,
    wmemMin: 4096,
    wmemAlloc: 1,
    wmemQueued: 0,
  };
  const totals = new DropTotals();
  const older = { ...event, protocol: 'UDP', kind: undefined, limitPages: [undefined, undefined, undefined] };
  for (const each of [event, { ...event, allocatedPages: 30 }, { ...event, kind: 0, allocatedPages: 0 }, older])
    totals.visitor.exceedBufLimit(each);
  const { rows } = totals.report(1, NAMES).exceedBufLimit;
  expect(rows.map(({ protocol, side, limit }) => [protocol, side, limit])).toEqual([
    ['TCP', 'receive', 'max'],
    ['TCP', 'receive', 'pressure'],
    ['TCP', 'send', 'socket'],
    ['UDP', undefined, undefined],
  ]);
  expect(rows[0]).toMatchObject({ limitPages: [10, 20, 30], allocatedPages: 31, rmemAlloc: 5000 });
});

it('connections that send again, newest first, with what could not be sent', () => {
  const segment: RetransmitEvent = {
    localAddress: '10.0.0.1',
    localPort: 1,
    remoteAddress: '10.0.0.2',
    remotePort: 80,
    state: 1,
    error: 0,
  };
  const totals = new DropTotals();
  totals.begin(1000);
  totals.visitor.retransmit(segment);
  totals.visitor.retransmit({ ...segment, error: -113 });
  totals.begin(2000);
  totals.visitor.retransmit({ ...segment, localPort: 2, state: undefined, error: undefined });
  const { rows, all } = totals.report(1, NAMES).retransmits;
  expect(all.total).toBe(3);
  expect(rows).toMatchObject([
    { localPort: 2, total: 1, failed: 0, lastMs: 2000, state: undefined },
    { localPort: 1, total: 2, failed: 1, lastMs: 1000, state: 'established' },
  ]);
});

it('full buffers by their size', () => {
  const totals = new DropTotals();
  totals.visitor.rcvqueueFull({ rmemAlloc: 2000, truesize: 800, rcvbuf: 2304 });
  totals.visitor.rcvqueueFull({ rmemAlloc: 2304, truesize: 832, rcvbuf: 2304 });
  expect(totals.report(1, NAMES).rcvqueueFull.rows).toEqual([
    { rmemAlloc: 2304, truesize: 832, rcvbuf: 2304, total: 2, estimated: 0, perSecond: 2 },
  ]);
});

it('UDP sockets by address, port and limit', () => {
  const refused = { localAddress: '10.0.0.1', localPort: 53, remoteAddress: '10.0.0.2', remotePort: 9, error: -12 };
  const totals = new DropTotals();
  for (const each of [refused, { ...refused, remotePort: 10 }, { ...refused, error: -105 }, { ...refused, error: -1 }])
    totals.visitor.udpRefused(each);
  const { rows } = totals.report(1, NAMES).udpRefused;
  expect(
    rows.map(({ local, localPort, remotePort, limit, total }) => [local, localPort, remotePort, limit, total]),
  ).toEqual([
    ['10.0.0.1', 53, 10, 'buffer', 2],
    ['10.0.0.1', 53, 9, 'memory', 1],
    ['10.0.0.1', 53, 9, undefined, 1],
  ]);
});
