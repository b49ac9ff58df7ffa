import type { Advice } from '@netstrata/advisor';
import { ID, LiveWindow, localised } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import * as verdict from './verdict.ts';
import { planVerdict, type VerdictPlan } from './verdictPlan.ts';

/** As English readers get it. */
const judge = (plan: VerdictPlan, window: LiveWindow) => localised(verdict.judge(plan, window), 'en');

const START_MS = 1_790_000_000_000;
const SERIES = [
  { metric: ID.tcp.listenOverflows, labels: {} },
  { metric: ID.tcp.passiveOpens, labels: {} },
  { metric: ID.sockets.acceptQueueMaxLen, labels: {} },
  { metric: ID.softnet.dropped, labels: { cpu: '0' } },
  { metric: ID.softnet.dropped, labels: { cpu: '1' } },
  { metric: ID.dev.rxPackets, labels: { device: 'eth0' } },
];
const OCTETS = [ID.ip.inOctets, ID.ip.outOctets, ID.ip6.inOctets, ID.tcp.rttMedianUs].map((metric) => ({
  metric,
  labels: {},
}));
const SOMAXCONN = [{ tunable: 'net.core.somaxconn', namespace: 'host' }];
const AT_ONCE = [{ tunable: 'net.ipv4.tcp_max_syn_backlog', namespace: 'host' }];
const overflows = (listener?: string): Pick<Advice, 'evidence'> => ({
  evidence: [
    { metric: ID.tcp.listenOverflows, labels: listener === undefined ? {} : { listener }, value: 12, unit: 'events/s' },
    { metric: ID.sockets.acceptQueueMaxLen, labels: { listener: ':80' }, value: 17, unit: 'connections' },
  ],
});

/** What a second brings. */
interface Second {
  readonly overflows?: number;
  readonly opens?: number;
  readonly queue?: number;
  readonly drops?: number;
  readonly packets?: number;
}

/** A host whose seconds can be played. */
function host() {
  const window = new LiveWindow({ capacity: 600 });
  const totals = [1000, 5000, 0, 10, 20, 90_000];
  let seconds = 0;
  return {
    window,
    play: (count: number, { overflows: grown = 0, opens = 0, queue = 0, drops = 0, packets = 0 }: Second) => {
      for (let n = 0; n < count; n++) {
        seconds += 1;
        for (const [at, growth] of [grown, opens, 0, drops, 0, packets].entries())
          totals[at] = (totals[at] ?? 0) + growth;
        totals[2] = queue;
        const times = { timeMs: START_MS + seconds * 1000, monoMs: 50_000 + seconds * 1000 };
        window.push(SERIES, { ...times, bootId: 'boot', values: Float64Array.from(totals) });
      }
    },
  };
}

const plan = (window: LiveWindow, advice = overflows(), settings = SOMAXCONN): VerdictPlan =>
  planVerdict({ window, settings, advice, confirmWithinMs: 120_000 });

describe('whether a change helped', () => {
  it('is too early to say until the window has passed', () => {
    const { window, play } = host();
    play(90, { overflows: 12, opens: 40, queue: 17 });
    const planned = plan(window);
    play(13, { opens: 40 });
    expect(judge(planned, window)).toMatchObject({
      state: 'too-early',
      reason: 'It is measured over 60 s, 47 s more.',
      windowMs: 60_000,
    });
  });

  it('is "improved" when the symptom is gone and the load is there, with the numbers of both', () => {
    const { window, play } = host();
    play(90, { overflows: 12, opens: 40, queue: 17 });
    const planned = plan(window, overflows(':80'));
    play(60, { opens: 42, queue: 3 });
    expect(judge(planned, window)).toEqual({
      state: 'improved',
      reason: 'Accept queue overflows: 12/s before, 0/s after.',
      windowMs: 60_000,
      evidence: [
        { metric: 'socket.tcpExt.listenOverflows', labels: {}, unit: 'events/s', before: 12, after: 0 },
        { metric: 'socket.tcp.acceptQueueMaxLen', labels: {}, unit: 'connections', before: 17, after: 3 },
      ],
    });
  });

  it.each([
    ['half of it', 6, 'improved'],
    ['a little less', 9, 'unchanged'],
    ['the same', 12, 'unchanged'],
    ['a little more', 14, 'unchanged'],
    ['much more', 16, 'worse'],
  ] as const)('with %s left', (_, left, state) => {
    const { window, play } = host();
    play(90, { overflows: 12, opens: 40 });
    const planned = plan(window, overflows(), AT_ONCE);
    play(60, { overflows: left, opens: 40 });
    const judged = judge(planned, window);
    expect(judged.state).toBe(state);
    expect(judged.reason).toContain(state === 'improved' ? '.' : 'ake the change back');
  });

  it('says of what acts later only, when, and does not judge it before it can', () => {
    const { window, play } = host();
    play(90, { overflows: 12, opens: 40 });
    const planned = plan(window);
    play(60, { overflows: 12, opens: 40 });
    expect(judge(planned, window)).toMatchObject({
      state: 'waits',
      reason: 'It acts when a program calls listen() again: restart the program. Keep it until then, and look again.',
    });
    play(60, { overflows: 20, opens: 40 });
    expect(judge(planned, window).state).toBe('worse');
    play(60, { overflows: 1, opens: 40 });
    expect(judge(planned, window).state).toBe('improved');
  });

  it('says it in Chinese too, with the same numbers', () => {
    const { window, play } = host();
    play(90, { overflows: 12, opens: 40 });
    const planned = plan(window, overflows(), AT_ONCE);
    play(13, { opens: 40 });
    const said = () => verdict.judge(planned, window).reason['zh-CN'];
    expect(said()).toBe('要测量 60 s，还需 47 s。');
    play(47, { overflows: 12, opens: 40 });
    expect(said()).toBe('accept 队列溢出：之前 12/s，之后 9.40/s。若一直如此，请撤回更改。');
  });

  it('is never "improved" because the traffic stopped', () => {
    const { window, play } = host();
    play(90, { overflows: 12, opens: 40 });
    const planned = plan(window);
    play(60, {});
    expect(judge(planned, window)).toMatchObject({
      state: 'unmeasured',
      reason:
        'Accept queue overflows: 12/s before, 0/s after, but connections accepted fell from 40/s to 0/s: nothing can be told without that load.',
    });
  });

  it('compares what is left of the symptom with what is left of the load', () => {
    const { window, play } = host();
    play(90, { overflows: 12, opens: 40 });
    const planned = plan(window, overflows(), AT_ONCE);
    play(60, { overflows: 6, opens: 20 });
    expect(judge(planned, window)).toMatchObject({
      state: 'unchanged',
      reason: expect.stringContaining('6/s after, counted for the load: connections accepted fell from 40/s to 20/s.'),
    });
    play(60, { overflows: 1, opens: 20 });
    expect(judge(planned, window).state).toBe('improved');
  });

  it('forgets the first minute: what comes late counts as well', () => {
    const { window, play } = host();
    play(90, { overflows: 12, opens: 40 });
    const planned = plan(window, overflows(), AT_ONCE);
    play(60, { overflows: 12, opens: 40 });
    expect(judge(planned, window).state).toBe('unchanged');
    play(60, { opens: 40 });
    expect(judge(planned, window).state).toBe('improved');
  });

  it('looks no longer back than the time to confirm leaves, and than there is history', () => {
    const { window, play } = host();
    play(24, { overflows: 12, opens: 40 });
    expect(plan(window).windowMs).toBe(23_000);
    play(60, { overflows: 12, opens: 40 });
    const input = { window, settings: SOMAXCONN, advice: overflows() };
    expect(planVerdict({ ...input, confirmWithinMs: 60_000 }).windowMs).toBe(30_000);
  });

  it('compares with nothing of before the last change, but with ten seconds at least', () => {
    const { window, play } = host();
    play(40, { overflows: 30, opens: 40 });
    play(20, { overflows: 12, opens: 40 });
    const input = { window, settings: SOMAXCONN, advice: overflows(), confirmWithinMs: 60_000 };
    const { windowMs, evidence, symptom = -1 } = planVerdict({ ...input, quietMs: 20_500 });
    expect([windowMs, evidence[symptom]?.before]).toEqual([20_000, 12]);
    expect(planVerdict({ ...input, quietMs: 2000 }).windowMs).toBe(10_000);
    expect(planVerdict({ ...input, quietMs: Number.POSITIVE_INFINITY }).windowMs).toBe(30_000);
  });

  it('cannot be told without history, and without a symptom that is counted', () => {
    const { window, play } = host();
    play(5, { overflows: 12, opens: 40 });
    expect(judge(plan(window), window)).toMatchObject({
      state: 'unmeasured',
      reason: 'There is too little history from before the change to compare with.',
    });
    play(60, { overflows: 12, opens: 40, queue: 9 });
    const queue = { evidence: overflows().evidence.slice(1) };
    const planned = plan(window, queue);
    play(60, { queue: 4 });
    expect(judge(planned, window)).toMatchObject({
      state: 'unmeasured',
      reason: 'The advice names nothing that can be counted again: look at the charts yourself.',
      evidence: [{ before: 9, after: 4 }],
    });
  });

  it('compares what the host carries where the advice names nothing that is counted, once the window has passed', () => {
    const window = new LiveWindow({ capacity: 600 });
    const totals = [0, 0, 0, 0];
    let seconds = 0;
    const play = (count: number, received: number) => {
      for (let n = 0; n < count; n++) {
        seconds += 1;
        for (const [at, growth] of [received, 9000, 0].entries()) totals[at] = (totals[at] ?? 0) + growth;
        totals[3] = 20_000;
        const times = { timeMs: START_MS + seconds * 1000, monoMs: 50_000 + seconds * 1000 };
        window.push(OCTETS, { ...times, bootId: 'boot', values: Float64Array.from(totals) });
      }
    };
    play(90, 3_700_000);
    const labels = { socket: 'a b' };
    const planned = plan(window, {
      evidence: [
        { metric: ID.sockets.tcpRcvbufBytes, labels, value: 1, unit: 'bytes' },
        { metric: ID.tcp.rttMedianUs, labels, value: 20_000, unit: 'microseconds' },
      ],
    });
    play(30, 7_500_000);
    expect(judge(planned, window).state).toBe('too-early');
    play(30, 7_500_000);
    expect(judge(planned, window)).toEqual({
      state: 'unmeasured',
      reason:
        'The advice names nothing that can be counted again: look at the charts yourself. What this host receives and sends is shown instead.',
      windowMs: 60_000,
      evidence: [
        { metric: 'network.ipExt.inOctets', labels: {}, unit: 'bytes/s', before: 3_700_000, after: 7_500_000 },
        { metric: 'network.ipExt.outOctets', labels: {}, unit: 'bytes/s', before: 9000, after: 9000 },
      ],
    });
    expect(verdict.judge(planned, window).reason['zh-CN']).toBe(
      '该建议没有给出可再次计数的指标：请自行查看图表。改为显示本机收发的流量。',
    );
  });

  it('cannot be told of a symptom that hardly showed', () => {
    const { window, play } = host();
    play(90, { opens: 40 });
    play(1, { overflows: 2, opens: 40 });
    const planned = plan(window);
    play(60, { opens: 40 });
    expect(judge(planned, window)).toMatchObject({
      state: 'unmeasured',
      reason: expect.stringContaining('hardly showed, neither before nor after'),
    });
  });

  it('is "worse" when a symptom comes with the change', () => {
    const { window, play } = host();
    play(90, { opens: 40 });
    const planned = plan(window);
    play(60, { overflows: 3, opens: 40 });
    expect(judge(planned, window).state).toBe('worse');
  });

  it('goes by the rules that may change a setting when no advice proposed it', () => {
    const { window, play } = host();
    play(90, { overflows: 12, opens: 40, drops: 5, packets: 1000 });
    const freely = (tunable: string) =>
      planVerdict({ window, settings: [{ tunable, namespace: 'host' }], advice: undefined, confirmWithinMs: 120_000 });
    const somaxconn = freely('net.core.somaxconn');
    const backlog = freely('net.core.netdev_max_backlog');
    const nothing = freely('net.ipv4.tcp_sack');
    play(60, { opens: 40, packets: 1000 });
    expect(judge(somaxconn, window)).toMatchObject({ state: 'improved', reason: expect.stringContaining('overflows') });
    expect(judge(backlog, window)).toMatchObject({
      state: 'improved',
      evidence: [{ metric: 'link.softnet.dropped', labels: {}, before: 5, after: 0 }],
    });
    expect(judge(nothing, window)).toMatchObject({ state: 'unmeasured', evidence: [] });
  });

  it('looks as long at what is known for long, whatever beside it began a moment ago', () => {
    const { window, play } = host();
    play(86, { overflows: 12, opens: 40, queue: Number.NaN });
    play(4, { overflows: 12, opens: 40, queue: 17 });
    const planned = plan(window);
    expect(planned).toMatchObject({ windowMs: 60_000, unmeasured: undefined });
    expect(planned.evidence.map(({ before }) => before)).toEqual([12, 17]);
  });

  it('takes the series of one CPU where the advice names it', () => {
    const { window, play } = host();
    play(90, { drops: 5, packets: 1000 });
    const advice = { evidence: [{ metric: ID.softnet.dropped, labels: { cpu: '1' }, value: 0, unit: 'packets' }] };
    expect(plan(window, advice).evidence).toEqual([
      { metric: 'link.softnet.dropped', labels: { cpu: '1' }, kind: 'counter', unit: 'packets/s', before: 0 },
    ]);
  });

  /** A host of other series: what each has after each second, counters as totals. */
  const gauged = (metrics: readonly string[]) => {
    const window = new LiveWindow({ capacity: 600 });
    const series = metrics.map((metric) => ({ metric, labels: {} }));
    const totals = metrics.map(() => 0);
    let seconds = 0;
    const isGauge = (metric = '') => /Sockets|Share/.test(metric);
    const play = (count: number, ...values: readonly number[]) => {
      for (let n = 0; n < count; n++) {
        seconds += 1;
        for (const [at, value] of values.entries())
          totals[at] = isGauge(metrics[at]) ? value : (totals[at] ?? 0) + value;
        const times = { timeMs: START_MS + seconds * 1000, monoMs: 50_000 + seconds * 1000 };
        window.push(series, { ...times, bootId: 'boot', values: Float64Array.from(totals) });
      }
    };
    return { window, play };
  };

  describe('of probing for the packet size', () => {
    const HUNG = [ID.tcp.unansweredSockets, 'transport.tcpExt.tcpmtupFail', ID.tcp.inSegs, ID.ip.outOctets];
    const PROBING = [{ tunable: 'net.ipv4.tcp_mtu_probing', namespace: 'host' }];
    const byHand = (window: LiveWindow, confirmWithinMs: number) =>
      planVerdict({ window, settings: PROBING, advice: undefined, confirmWithinMs });

    it('goes by the connections that hang, and takes no refused probe for harm', () => {
      const { window, play } = gauged(HUNG);
      play(90, 3, 0, 1, 300);
      const planned = byHand(window, 180_000);
      expect(planned.windowMs).toBe(30_000);
      play(40, 3, 1, 1, 300);
      expect(judge(planned, window)).toMatchObject({
        state: 'too-early',
        reason: 'Connections that hang take it up when they try again, which may take 120 s.',
      });
      play(40, 0, 1, 900, 2_000_000);
      expect(judge(planned, window)).toMatchObject({
        state: 'improved',
        reason:
          'Connections that hang, on average: 3 before, 0 after. IPv4 bytes sent: 2.40 kbit/s before, 16.0 Mbit/s after.',
      });
    });

    it('says that nothing changed only after the longest wait of a connection', () => {
      const { window, play } = gauged(HUNG);
      play(90, 3, 0, 1, 300);
      const planned = byHand(window, 60_000);
      expect(planned.windowMs).toBe(10_000);
      play(129, 3, 1, 1, 300);
      expect(judge(planned, window).state).toBe('too-early');
      play(1, 3, 1, 1, 300);
      expect(judge(planned, window).state).toBe('unchanged');
    });

    it('cannot be told where nothing hung', () => {
      const { window, play } = gauged(HUNG);
      play(90, 0, 0, 400, 90_000);
      const planned = byHand(window, 180_000);
      play(150, 0, 1, 400, 90_000);
      expect(judge(planned, window)).toMatchObject({
        state: 'unmeasured',
        reason: expect.stringContaining('Connections that hang hardly showed'),
      });
    });
  });

  describe('of buffers', () => {
    const LIMITED = [ID.sockets.sndbufLimitedShare, ID.tcp.outSegs, ID.ip.inOctets, ID.ip.outOctets];
    const WMEM = [{ tunable: 'net.ipv4.tcp_wmem', namespace: 'host' }];
    const advice = { evidence: [{ metric: ID.sockets.sndbufLimitedShare, labels: {}, value: 0.9, unit: 'share' }] };

    it('says beside the share of time how much the host moves', () => {
      const { window, play } = gauged(LIMITED);
      play(90, 0.9, 800, 20_000, 3_000_000);
      const planned = plan(window, advice, WMEM);
      play(60, 0.01, 3200, 80_000, 12_000_000);
      expect(judge(planned, window)).toMatchObject({
        state: 'improved',
        reason:
          'Sending limited by send buffers: 90.0 % before, 1.00 % after. IPv4 bytes sent: 24.0 Mbit/s before, 96.0 Mbit/s after.',
        evidence: [{ metric: 'network.ipExt.outOctets' }, { metric: 'network.ipExt.inOctets' }, { before: 0.9 }],
      });
    });

    it('is "improved" when more is moved, although the buffer is full as before', () => {
      const { window, play } = gauged(LIMITED);
      play(90, 0.9, 800, 20_000, 3_000_000);
      const planned = plan(window, advice, WMEM);
      play(60, 0.9, 3200, 80_000, 12_000_000);
      expect(judge(planned, window)).toMatchObject({
        state: 'improved',
        reason: expect.stringMatching(/There may also be more to move: see that the connection itself is faster\.$/),
      });
    });

    it('goes by what is moved where nothing else is counted', () => {
      const { window, play } = gauged(LIMITED);
      play(90, 0, 800, 5_000_000, 20_000);
      const RMEM = [{ tunable: 'net.ipv4.tcp_rmem', namespace: 'host' }];
      const planned = plan(window, { evidence: [] }, RMEM);
      play(60, 0, 800, 9_000_000, 40_000);
      expect(judge(planned, window)).toMatchObject({
        state: 'improved',
        reason:
          'IPv4 bytes received: 40.0 Mbit/s before, 72.0 Mbit/s after. There may also be more to move: see that the connection itself is faster.',
      });
      // Open connections keep the window that they were opened with.
      play(60, 0, 800, 5_000_000, 40_000);
      expect(judge(planned, window)).toMatchObject({
        state: 'waits',
        reason: expect.stringContaining('let the program connect again'),
      });
      play(60, 0, 800, 1_000_000, 40_000);
      expect(judge(planned, window)).toMatchObject({
        state: 'unmeasured',
        reason: expect.stringContaining('Whether the change or less to move did that cannot be told.'),
      });
    });
  });

  it('waits for samples after a reboot', () => {
    const { window, play } = host();
    play(90, { overflows: 12, opens: 40 });
    const planned = JSON.parse(JSON.stringify(plan(window))) as VerdictPlan;
    const late = { timeMs: START_MS + 300_000, monoMs: 5000, bootId: 'another' };
    window.push(SERIES, { ...late, values: Float64Array.of(0, 0, 0, 0, 0, 0) });
    window.push(SERIES, {
      ...late,
      timeMs: late.timeMs + 1000,
      monoMs: 6000,
      values: Float64Array.of(0, 0, 0, 0, 0, 0),
    });
    expect(judge(planned, window)).toMatchObject({
      state: 'too-early',
      reason: expect.stringContaining('are missing'),
    });
  });
});
