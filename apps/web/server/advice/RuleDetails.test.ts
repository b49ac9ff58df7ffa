import type { DetailAnswer, DetailKind } from '@netstrata/metrics';
import { expect, it } from 'vitest';
import { LiveHost } from '../live/LiveHost.ts';
import { FACTS } from '../testing/TestAgent.ts';
import { RuleDetails } from './RuleDetails.ts';

const SERIES = [
  { metric: 'link.stats64.rxMissedErrors', labels: { device: 'eth0' } },
  { metric: 'transport.tcp.currEstab', labels: {} },
];
const SETTINGS: DetailAnswer = {
  ok: true,
  report: { timeMs: 1, count: 0, interfaces: [], problems: [] },
};

function setUp() {
  const host = new LiveHost('host-0001', { facts: FACTS, missing: [], intervalMs: 1000 });
  const asked: string[] = [];
  let answer: DetailAnswer | undefined = SETTINGS;
  let nowMs = 0;
  let established = 0;
  const details = new RuleDetails({
    now: () => nowMs,
    ask: async ({ hostId }, kind: DetailKind, freshMs) => {
      asked.push(`${Math.round(nowMs / 1000)} s: ${kind} of ${hostId}${freshMs === 0 ? ', as it is now' : ''}`);
      if (answer === undefined) throw new Error('no answer');
      host.setDetail(kind, { answer, arrivedMs: nowMs });
      return answer;
    },
  });
  /** Goes on by so many seconds, a sample each, and looks at each of them. */
  const pass = async (seconds: number, missedPerSecond = 0) => {
    for (let n = 0; n < seconds; n += 1) {
      nowMs += 1000;
      const missed = (host.window.last('link.stats64.rxMissedErrors', { device: 'eth0' }) ?? 5) + missedPerSecond;
      const tick = { seq: nowMs, timeMs: nowMs, monoMs: nowMs, values: Float64Array.of(missed, established) };
      host.push(SERIES, [tick], nowMs);
      details.of(host);
      await Promise.resolve();
    }
  };
  return {
    host,
    asked,
    pass,
    details,
    open: (connections: number) => (established = connections),
    answerWith: (next: DetailAnswer | undefined) => (answer = next),
  };
}

it('asks once ten samples are there, and every five minutes', async () => {
  const { host, asked, pass, details } = setUp();
  await pass(9);
  expect(asked).toEqual([]);
  expect(details.of(host)).toEqual({});
  await pass(302);
  expect(asked).toEqual(['10 s: interfaces of host-0001', '310 s: interfaces of host-0001']);
  expect(details.of(host)).toEqual({ interfaces: SETTINGS.ok && SETTINGS.report });
});

it('asks at once when packets are missed, at most once a minute', async () => {
  const { asked, pass } = setUp();
  await pass(30);
  await pass(20, 3);
  expect(asked.slice(1)).toEqual([]);
  await pass(40, 3);
  expect(asked.slice(1)).toEqual(['70 s: interfaces of host-0001']);
});

it('tries again half a minute after a failure, and forgets what is old or could not be read', async () => {
  const { host, asked, pass, details, answerWith } = setUp();
  await pass(10);
  answerWith(undefined);
  await pass(330);
  expect(asked.slice(1)).toEqual(['310 s: interfaces of host-0001', '340 s: interfaces of host-0001']);
  expect(details.of(host)).not.toEqual({});
  await pass(60);
  expect(details.of(host)).not.toEqual({});
  await pass(1);
  expect(details.of(host)).toEqual({});
  answerWith({ ok: false, reason: 'not permitted' });
  await pass(30);
  expect(host.detail('interfaces')?.answer).toEqual({ ok: false, reason: 'not permitted' });
  expect(details.of(host)).toEqual({});
});

it('asks for ports every half minute while many connections are open', async () => {
  const { host, asked, pass, open } = setUp();
  host.setTunables({ timeMs: 1, values: { 'net.ipv4.ip_local_port_range': '40000 40099' }, unreadable: {} });
  open(40);
  await pass(11);
  expect(asked).toEqual(['10 s: interfaces of host-0001']);
  open(41);
  await pass(40);
  expect(asked.slice(1)).toEqual(['12 s: ports of host-0001', '42 s: ports of host-0001']);
});

it('asks anew at once when settings changed, also where no rule would ask any more, and not each second', async () => {
  const { host, asked, pass, details, open } = setUp();
  host.setTunables({ timeMs: 1, values: { 'net.ipv4.ip_local_port_range': '40000 40099' }, unreadable: {} });
  details.settingsChanged(host);
  open(41);
  await pass(20);
  host.setTunables({ timeMs: 2, values: { 'net.ipv4.ip_local_port_range': '10240 40099' }, unreadable: {} });
  details.settingsChanged(host);
  await pass(2);
  expect(asked).toEqual([
    '10 s: interfaces of host-0001',
    '10 s: ports of host-0001',
    '21 s: interfaces of host-0001, as it is now',
    '21 s: ports of host-0001, as it is now',
  ]);
  details.settingsChanged(host);
  await pass(10);
  expect(asked.slice(4)).toEqual([
    '26 s: interfaces of host-0001, as it is now',
    '26 s: ports of host-0001, as it is now',
  ]);
});

it('asks for routes and filters only where the strict reverse path filter may matter', async () => {
  const { host, asked, pass } = setUp();
  host.setTunables({ timeMs: 1, values: { 'net.ipv4.conf.all.rp_filter': '1' }, unreadable: {} });
  await pass(11);
  expect(asked).toEqual(['10 s: interfaces of host-0001', '10 s: network of host-0001']);
});

it('asks whose network namespace it is when something is dropped in one', async () => {
  const host = new LiveHost('host-0001', { facts: FACTS, missing: [], intervalMs: 1000 });
  const asked: string[] = [];
  let nowMs = 0;
  const details = new RuleDetails({
    now: () => nowMs,
    ask: async (_, kind) => {
      if (kind === 'namespaces') asked.push(`${nowMs / 1000} s`);
      throw new Error('no answer');
    },
  });
  const series = [{ metric: 'network.netns.listenOverflows', labels: { netns: 'docker shop' } }];
  const pass = (seconds: number, perSecond: number) => {
    for (let n = 0; n < seconds; n += 1) {
      nowMs += 1000;
      const before = host.window.last('network.netns.listenOverflows', { netns: 'docker shop' }) ?? 0;
      host.push(
        series,
        [{ seq: nowMs, timeMs: nowMs, monoMs: nowMs, values: Float64Array.of(before + perSecond) }],
        nowMs,
      );
      details.of(host);
    }
  };
  pass(60, 0);
  expect(asked).toEqual([]);
  pass(25, 3);
  expect(asked).toEqual(['61 s', '81 s']);
});
