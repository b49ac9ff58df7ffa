import { expect, it } from 'vitest';
import { contextOf, dumpsOf, findingsOf, grew, socketRow, told } from '../contextFixture.ts';
import { tcpRetransFail } from './tcp-retrans-fail.ts';

const FAILED = 'transport.tcpExt.tcpRetransFail';

it('warns above 60 a minute and clears after a minute without', () => {
  expect(findingsOf(tcpRetransFail, {}, { [FAILED]: grew(1) })).toEqual([]);
  const [finding] = findingsOf(tcpRetransFail, {}, { [FAILED]: grew(2), 'transport.tcp.retransSegs': grew(9) });
  expect(finding).toMatchObject({ severity: 'warning', changes: [] });
  expect(finding?.evidence.map(({ value }) => value)).toEqual([120, 540]);
  expect(told(tcpRetransFail, contextOf({ [FAILED]: grew(1, 1) }), new Set(['host']))).toHaveLength(1);
  expect(told(tcpRetransFail, contextOf({ [FAILED]: grew(0) }), new Set(['host']))).toEqual([]);
});

it('waits for history', () => {
  expect(findingsOf(tcpRetransFail, {}, { [FAILED]: grew(100, 5, 5) })).toEqual([]);
  expect(findingsOf(tcpRetransFail, {}, {})).toEqual([]);
});

it('names loopback where both ends are on this host', () => {
  const looks = [1, 90].map((retransTotal) => [socketRow({ remote: '127.0.0.1', retransTotal })]);
  const context = contextOf({ [FAILED]: grew(2) }, { sockets: dumpsOf('senders', looks) });
  expect(told(tcpRetransFail, context)[0]?.where).toBe(
    'between TCP and lo, the device of connections within this host: 127.0.0.1',
  );
});
