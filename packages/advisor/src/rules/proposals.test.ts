import { ID, type SocketRow } from '@netstrata/metrics';
import { parseTunable, tunable } from '@netstrata/tunables';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contextOf,
  dumpsOf,
  ENOUGH_MEMORY,
  grew,
  NOTHING_OPEN,
  SHORT_OF_MEMORY,
  socketRow,
  told,
} from '../contextFixture.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';
import { sockRcvbufAutotuneCeiling } from './sock-rcvbuf-autotune-ceiling.ts';
import { sockRmemMaxCap } from './sock-rmem-max-cap.ts';
import { sockSndbufLimited } from './sock-sndbuf-limited.ts';
import { sockUdpRcvbufErrors } from './sock-udp-rcvbuf-errors.ts';
import { tcpListenOverflow } from './tcp-listen-overflow.ts';

/** Rules that judge sockets in dumps: hosts of every size with their symptoms. */
const SOCKET_RULES = [
  sockRcvbufAutotuneCeiling,
  sockRmemMaxCap,
  sockSndbufLimited,
  sockUdpRcvbufErrors,
  tcpListenOverflow,
];

const bytes = fc.integer({ min: 2304, max: 2 ** 31 - 1 });
const fills = fc.array(fc.double({ min: 0, max: 1.2, noNaN: true }), { minLength: 1, maxLength: 14 });

const listening = fc
  .record({ backlog: fc.integer({ min: 0, max: 70_000 }), fills, equal: fc.boolean() })
  .map(({ backlog, fills, equal }) => ({
    somaxconn: equal ? backlog : 4096,
    looks: fills.map((fill) =>
      socketRow({
        state: 'listen',
        local: '::',
        localPort: 80,
        remotePort: 0,
        recvQ: Math.round(fill * (backlog + 1)),
        sendQ: backlog,
      }),
    ),
  }));

const receiving = fc
  .record({
    rcvbuf: bytes,
    fills,
    kind: fc.constantFrom('default', 'maximum', 'own'),
    drops: fc.integer({ min: 1, max: 1e6 }),
  })
  .map(({ rcvbuf, fills, kind, drops }) => ({
    rmemDefault: kind === 'default' ? rcvbuf : 212_992,
    rmemMax: kind === 'maximum' ? Math.floor(rcvbuf / 2) : 4_194_304,
    looks: fills.map((fill, n) =>
      socketRow({
        protocol: 'udp',
        state: 'close',
        rmemAlloc: Math.round(fill * rcvbuf),
        rcvbuf: kind === 'maximum' ? 2 * Math.floor(rcvbuf / 2) : rcvbuf,
        drops: drops * n,
      }),
    ),
  }));

const sending = fc
  .record({
    most: fc.oneof(fc.integer({ min: 4096, max: 2 ** 23 }), fc.integer({ min: 4096, max: 2 ** 31 - 1 })),
    below: fc.oneof(fc.constant(1), fc.double({ min: 0.2, max: 1.2, noNaN: true })),
    rate: fc.double({ min: 1e6, max: 1e11, noNaN: true }),
    rttUs: fc.integer({ min: 1, max: 2_000_000 }),
    minRttUs: fc.option(fc.integer({ min: 1, max: 2_000_000 }), { nil: undefined }),
    mssBytes: fc.integer({ min: 48, max: 65_483 }),
    cwnd: fc.integer({ min: 1, max: 100_000 }),
    congestionControl: fc.constantFrom('cubic', 'bbr', 'reno', undefined),
    tcpMemHigh: fc.oneof(fc.constant(575_796), fc.integer({ min: 1, max: 2 ** 31 })),
  })
  .map(({ most, below, rate, tcpMemHigh, ...row }) => ({
    most,
    tcpMemHigh,
    looks: Array.from({ length: 12 }, () =>
      socketRow({
        ...row,
        sndbuf: Math.round(below * most),
        sndbufLimitedShare: 0.5,
        txBytesPerSecond: rate,
        deliveryRateBytesPerSecond: rate,
      }),
    ),
  }));

const downloading = fc
  .record({
    rcvbuf: fc.oneof(fc.integer({ min: 4608, max: 2 ** 24 }), bytes).map((size) => 2 * Math.floor(size / 2)),
    kind: fc.constantFrom('ceiling', 'maximum'),
    window: fc.double({ min: 0.1, max: 1, noNaN: true }),
    use: fc.double({ min: 0.5, max: 1.5, noNaN: true }),
    rttUs: fc.integer({ min: 100, max: 2_000_000 }),
  })
  .map(({ rcvbuf, kind, window, use, rttUs }) => ({
    most: kind === 'ceiling' ? rcvbuf : 2 ** 31 - 1,
    rmemMax: kind === 'maximum' ? rcvbuf / 2 : undefined,
    looks: Array.from({ length: 20 }, () =>
      socketRow({
        rcvbuf,
        rcvWndBytes: Math.round(window * rcvbuf),
        rcvRttUs: rttUs,
        rttUs,
        rxBytesPerSecond: (use * window * rcvbuf * 1e6) / rttUs,
      }),
    ),
  }));

const one = (list: 'listeners' | 'udp' | 'senders' | 'receivers', looks: readonly SocketRow[]) =>
  dumpsOf(
    list,
    looks.map((row) => [row]),
  );

const hosts: fc.Arbitrary<{ readonly context: RuleContext; readonly memoryShort: boolean }> = fc
  .record({
    listening,
    receiving,
    sending,
    downloading,
    perSecond: fc.integer({ min: 0, max: 1_000_000 }),
    symptoms: fc.integer({ min: 0, max: 100_000 }),
    memoryShort: fc.boolean(),
    which: fc.constantFrom('listening' as const, 'receiving' as const, 'sending' as const, 'downloading' as const),
  })
  .map(({ listening, receiving, sending, downloading, perSecond, symptoms, memoryShort, which }) => {
    const sockets = {
      listening: one('listeners', listening.looks),
      receiving: one('udp', receiving.looks),
      sending: one('senders', sending.looks),
      downloading: one('receivers', downloading.looks),
    }[which];
    const tunables = {
      'net.core.somaxconn': String(listening.somaxconn),
      'net.core.rmem_default': String(receiving.rmemDefault),
      'net.core.rmem_max': String((which === 'downloading' ? downloading.rmemMax : undefined) ?? receiving.rmemMax),
      'net.core.wmem_max': '4194304',
      'net.ipv4.tcp_mem': `1 ${Math.ceil(sending.tcpMemHigh / 2)} ${sending.tcpMemHigh}`,
      'net.ipv4.tcp_wmem': `4096 4096 ${sending.most}`,
      'net.ipv4.tcp_rmem': `4096 4096 ${downloading.most}`,
    };
    const samples = {
      [ID.tcp.listenOverflows]: grew(symptoms),
      [ID.tcp.passiveOpens]: grew(perSecond),
      [ID.udp.rcvbufErrors]: grew(symptoms),
      [ID.udp.inDatagrams]: grew(perSecond),
      ...(memoryShort ? SHORT_OF_MEMORY : ENOUGH_MEMORY),
    };
    return { context: contextOf(samples, { sockets, tunables }), memoryShort };
  });

function changesAreSound(finding: Pick<Finding, 'changes'>, rule: Rule): void {
  for (const { tunable: name, current, proposed, namespace } of finding.changes) {
    const entry = tunable(name);
    expect(rule.tunables).toContain(name);
    expect(namespace).toBe('host');
    if (entry === undefined) throw new Error(`${name} is not catalogued`);
    expect(parseTunable(entry, proposed)).toMatchObject({ ok: true, text: proposed });
    const before = current.split(' ').map(Number);
    const after = proposed.split(' ').map(Number);
    expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
    expect(after.at(-1)).toBeGreaterThan(before.at(-1) ?? 0);
    // The kernel's own default is no step too far for a queue that somebody made tiny.
    const least = name === 'net.core.somaxconn' ? Number(entry.kernelDefault) : 0;
    // A buffer for datagrams is proposed whole: it was measured what would have found room.
    const most = rule.id === 'sock-udp-rcvbuf-errors' ? 64 * 2 ** 20 : Math.max(least, 4 * (before.at(-1) ?? 0));
    expect(after.at(-1)).toBeLessThanOrEqual(most);
  }
}

describe.each(SOCKET_RULES.map((rule) => [rule.id, rule] as const))('%s on any host', (_, rule) => {
  it('makes whole findings and proposals within the catalogue’s bounds, and changes nothing while memory is short', () => {
    let proposals = 0;
    fc.assert(
      fc.property(hosts, ({ context, memoryShort }) => {
        const findings = told(rule, context, NOTHING_OPEN);
        expect(new Set(findings.map(({ subject }) => subject)).size).toBe(findings.length);
        for (const finding of findings) {
          changesAreSound(finding, rule);
          if (memoryShort) expect(finding.changes).toEqual([]);
          proposals += finding.changes.length;
        }
        expect(told(rule, context, NOTHING_OPEN)).toEqual(findings);
      }),
      { numRuns: 300, seed: 20_261_124 },
    );
    expect(proposals).toBeGreaterThan(0);
  });
});
