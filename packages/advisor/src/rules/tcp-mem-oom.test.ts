import { ID } from '@netstrata/metrics';
import { expect, it } from 'vitest';
import { contextOf, findingsOf, grew, labelled, told } from '../contextFixture.ts';
import { tcpMemOom } from './tcp-mem-oom.ts';

const ABORTED = ID.tcp.abortOnMemory;

it('is critical for a single connection, and clears after a minute without', () => {
  const [finding] = findingsOf(tcpMemOom, {}, { [ABORTED]: grew(1, 1), [ID.sockstat.tcpMem]: 900_000 });
  expect(finding).toMatchObject({
    severity: 'critical',
    title: '1 connection reset in a minute because TCP had no memory for them',
    changes: [],
  });
  expect(finding?.evidence.map(({ value }) => value)).toEqual([1, 900_000]);
  expect(findingsOf(tcpMemOom, {}, { [ABORTED]: grew(0) })).toEqual([]);
  expect(told(tcpMemOom, contextOf({ [ABORTED]: grew(0) }), new Set(['host']))).toEqual([]);
});

it('waits for history, and is silent where the counter is not known', () => {
  expect(findingsOf(tcpMemOom, {}, { [ABORTED]: grew(1, 5, 5) })).toEqual([]);
  expect(findingsOf(tcpMemOom, {}, { [labelled(ID.sockstat.tcpMem, {})]: 5 })).toEqual([]);
});
