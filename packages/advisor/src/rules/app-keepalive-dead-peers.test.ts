import { expect, it } from 'vitest';
import { contextOf, NOTHING_OPEN, told } from '../contextFixture.ts';
import { appKeepaliveDeadPeers } from './app-keepalive-dead-peers.ts';

const findings = (silent: number, established: number, open = false) =>
  told(
    appKeepaliveDeadPeers,
    contextOf(
      { 'application.tcp.silentSockets': silent, 'transport.tcp.currEstab': established },
      { tunables: { 'net.ipv4.tcp_keepalive_time': '7200' } },
    ),
    open ? new Set(['host']) : NOTHING_OPEN,
  );

it('speaks above a fifth of all connections and from twenty, and until a tenth', () => {
  expect(findings(200, 1000)).toEqual([]);
  expect(findings(201, 1000)).toHaveLength(1);
  expect(findings(19, 30)).toEqual([]);
  expect(findings(20, 30)).toHaveLength(1);
  expect(findings(101, 1000, true)).toHaveLength(1);
  expect(findings(100, 1000, true)).toEqual([]);
});

it('tells how many, what to look at, and no value to set', () => {
  const [finding] = findings(300, 1000);
  expect(finding).toMatchObject({ subject: 'host', severity: 'info', changes: [], arithmetic: '' });
  expect(finding?.why).toContain('300 of 1.00k connections (30.0 %)');
  expect(finding?.actions[1]).toContain('after 7200 s of silence');
  expect(finding?.evidence.map(({ value }) => value)).toEqual([300, 1000]);
});
