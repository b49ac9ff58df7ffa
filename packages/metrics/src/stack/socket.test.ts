import { describe, expect, it } from 'vitest';
import type { UnixSocketRow } from '../sockets.ts';
import type { StackInput } from './context.ts';
import { english } from './english.ts';
import { ID } from './ids.ts';
import { socketLayer } from './socket.ts';
import { grows, inputOf, listenerRow, report, type Samples, socketRow } from './stackFixture.ts';

const QUIET: Samples = {
  [ID.tcp.listenOverflows]: 7,
  [ID.tcp.listenDrops]: 9,
  [ID.udp.rcvbufErrors]: 3,
  [ID.sockets.tcp]: 12,
  [ID.sockets.udp]: 3,
  [ID.sockets.listeners]: 2,
  [ID.sockets.recvQBytes]: 0,
  [ID.sockets.sendQBytes]: 0,
  [ID.sockets.acceptQueueMaxFill]: 0,
  [ID.sockets.acceptQueueMaxLen]: 0,
  [ID.sockets.acceptQueueMaxBacklog]: 128,
  [ID.sockets.tcpRmemAllocBytes]: 0,
  [ID.sockets.tcpRcvbufBytes]: 1_572_864,
  [ID.sockets.tcpWmemQueuedBytes]: 0,
  [ID.sockets.tcpSndbufBytes]: 196_608,
  [ID.sockets.udpRmemAllocBytes]: 0,
  [ID.sockets.udpRcvbufBytes]: 638_976,
};

const layerOf = (samples: Samples, more: Partial<StackInput> = {}) =>
  english(socketLayer(inputOf({ ...QUIET, ...samples }, more)));
const gaugeOf = (layer: ReturnType<typeof layerOf>, id: string) => layer.gauges.find((gauge) => gauge.id === id);

describe('the socket layer', () => {
  it('is calm while nothing waits and nothing is dropped', () => {
    const layer = layerOf({});
    expect(layer.state).toBe('calm');
    expect(layer.reason).toBe('0 B waiting to be read, nothing dropped');
    expect(layer.troubles).toEqual([]);
    expect(layer.headlines.map(({ value }) => value)).toEqual([0, 0, 15]);
  });

  it('is unknown when the counters of drops are', () => {
    const layer = english(socketLayer(inputOf({ [ID.sockets.tcp]: 4 })));
    expect(layer.state).toBe('unknown');
    expect(layer.reason).toBe('the agent does not report accept queue and UDP drop counters');
    expect(layer.troubles.map(({ id, state, perSecond }) => [id, state, perSecond])).toEqual([
      ['socket.listenOverflows', 'unknown', undefined],
      ['socket.rcvbufErrors', 'unknown', undefined],
    ]);
  });
});

describe('accept queues', () => {
  const queue = (length: number, backlog: number): Samples => ({
    [ID.sockets.acceptQueueMaxFill]: length / backlog,
    [ID.sockets.acceptQueueMaxLen]: length,
    [ID.sockets.acceptQueueMaxBacklog]: backlog,
  });
  const nginx = report({
    listeners: [
      listenerRow({ process: 'nginx', localPort: 8080, recvQ: 129, sendQ: 128 }),
      listenerRow({ process: 'sshd', localPort: 22, recvQ: 0, sendQ: 128 }),
    ],
  });

  it('name the listener that is full', () => {
    const layer = layerOf(queue(129, 128), { sockets: nginx });
    expect(layer.state).toBe('saturated');
    expect(layer.reason).toBe('the accept queue of nginx :8080 is full: 129 of 128');
    expect(gaugeOf(layer, 'socket.acceptQueue')).toMatchObject({
      value: 129,
      limit: 128,
      fraction: 1.0078125,
      state: 'saturated',
      detail: 'nginx :8080; the kernel lets in one more than the backlog',
    });
  });

  it.each([
    [89, 'calm'],
    [90, 'busy'],
    [127, 'busy'],
    [128, 'saturated'],
  ])('with %s of 128 are %s', (length, state) => {
    expect(gaugeOf(layerOf(queue(length, 128)), 'socket.acceptQueue')?.state).toBe(state);
  });

  it('are not named from an old dump', () => {
    const old = { ...nginx, timeMs: nginx.timeMs - 15_001 };
    expect(layerOf(queue(129, 128), { sockets: old }).reason).toBe(
      'the accept queue of a listener is full: 129 of 128',
    );
  });

  it('are calm on a machine where nobody listens', () => {
    const layer = layerOf({
      [ID.sockets.listeners]: 0,
      [ID.sockets.acceptQueueMaxFill]: [],
      [ID.sockets.acceptQueueMaxLen]: [],
      [ID.sockets.acceptQueueMaxBacklog]: [],
    });
    expect(layer.state).toBe('calm');
    expect(gaugeOf(layer, 'socket.acceptQueue')).toMatchObject({
      value: 0,
      state: 'calm',
      detail: 'no listening socket',
    });
  });

  it('are unknown where the agent cannot list sockets', () => {
    const layer = english(socketLayer(inputOf({ [ID.tcp.listenOverflows]: 7, [ID.udp.rcvbufErrors]: 3 })));
    expect(layer.state).toBe('calm');
    expect(gaugeOf(layer, 'socket.acceptQueue')).toMatchObject({
      value: undefined,
      fraction: undefined,
      state: 'unknown',
      detail: 'the agent cannot list listening sockets',
    });
  });

  it('that overflow saturate, and calm five seconds after the last overflow', () => {
    const busy = layerOf({ [ID.tcp.listenOverflows]: [7, 7, 7, 7, 7, 7, 9, 9, 9, 9, 9] });
    expect(busy.state).toBe('saturated');
    expect(busy.reason).toBe('accept queue overflows: 0.40/s');
    expect(busy.troubles).toEqual([
      {
        id: 'socket.listenOverflows',
        title: 'Accept queue overflows',
        perSecond: 0.4,
        metric: 'socket.tcpExt.listenOverflows',
        state: 'saturated',
      },
    ]);
    const over = layerOf({ [ID.tcp.listenOverflows]: [7, 7, 7, 7, 7, 9, 9, 9, 9, 9, 9] });
    expect(over.state).toBe('calm');
    expect(over.troubles).toEqual([]);
  });

  it('put the full queue before its overflows in one sentence', () => {
    const layer = layerOf({ ...queue(6, 5), [ID.tcp.listenOverflows]: grows(5), [ID.tcp.listenDrops]: grows(5) });
    expect(layer.reason).toBe('the accept queue of a listener is full: 6 of 5; accept queue overflows: 5/s');
    expect(layer.troubles.map(({ id }) => id)).toEqual(['socket.listenOverflows']);
  });
});

describe('connections dropped at listeners', () => {
  const troublesOf = (overflows: number, halfOpen: number, drops: number) =>
    layerOf({
      [ID.tcp.listenOverflows]: grows(overflows),
      [ID.tcp.reqQFullDrop]: grows(halfOpen),
      [ID.tcp.listenDrops]: grows(drops),
    }).troubles.map(({ id, perSecond }) => [id, perSecond]);

  it('are told once, by the queue that was full', () => {
    expect(troublesOf(5, 0, 5)).toEqual([['socket.listenOverflows', 5]]);
    expect(troublesOf(0, 4, 4)).toEqual([['socket.reqQFullDrop', 4]]);
  });

  it('are told apart from those of a full queue', () => {
    expect(troublesOf(5, 4, 12)).toEqual([
      ['socket.listenOverflows', 5],
      ['socket.listenDrops', 3],
      ['socket.reqQFullDrop', 4],
    ]);
  });
});

describe('UDP receive buffers', () => {
  const row = socketRow({
    protocol: 'udp',
    state: 'close',
    local: '::1',
    localPort: 5353,
    remotePort: 0,
    process: 'dnsd',
    rmemAlloc: 211_968,
    rcvbuf: 212_992,
    fill: 0.995,
  });

  it('that drop saturate, IPv4 and IPv6 added', () => {
    const layer = layerOf({ [ID.udp.rcvbufErrors]: grows(2), [ID.udp6.rcvbufErrors]: grows(30) });
    expect(layer.state).toBe('saturated');
    expect(layer.reason).toBe('UDP datagrams dropped, receive buffer full: 32/s');
    expect(layer.troubles[0]?.metric).toBe('socket.udp.rcvbufErrors');
  });

  it('name the IPv6 counter when only that one counts', () => {
    const layer = layerOf({ [ID.udp6.rcvbufErrors]: grows(30) });
    expect(layer.troubles[0]?.metric).toBe('socket.udp6.rcvbufErrors');
  });

  it('name the fullest socket', () => {
    const layer = layerOf({}, { sockets: report({ udp: [row], fullest: [row] }) });
    expect(layer.reason).toBe('the receive buffer of dnsd [::1]:5353 is full: 207 KiB of 208 KiB');
    expect(gaugeOf(layer, 'socket.udpReceiveFullest')).toMatchObject({
      value: 211_968,
      limit: 212_992,
      state: 'saturated',
    });
  });

  it('show a fraction when there is no list of sockets', () => {
    const gauge = gaugeOf(layerOf({ [ID.sockets.udpRecvMaxFill]: 0.75 }), 'socket.udpReceiveFullest');
    expect(gauge).toMatchObject({ value: 0.75, limit: 1, unit: 'share', fraction: 0.75, state: 'busy' });
  });
});

describe('TCP buffers without a list of sockets', () => {
  const held = { [ID.sockets.tcpRmemAllocBytes]: 9000, [ID.sockets.tcpWmemQueuedBytes]: 9000 };
  const [SEND, RECEIVE] = ['socket.tcpSendFullest', 'socket.tcpReceiveFullest'] as const;
  const stored = (samples: Samples) => layerOf({ ...held, ...samples });

  it('show the newest share that is known, as sockets are listed every few seconds', () => {
    const listed = [Number.NaN, 0.2, ...Array<number>(3).fill(Number.NaN), 0.9];
    const layer = stored({ [ID.sockets.sendMaxFill]: listed, [ID.sockets.recvMaxFill]: listed });
    expect(gaugeOf(layer, SEND)).toMatchObject({ fraction: 0.9, unit: 'share', state: 'calm' });
    expect(gaugeOf(layer, RECEIVE)).toMatchObject({ fraction: 0.9, unit: 'share' });
    expect(gaugeOf(layer, SEND)?.detail).toMatch(/^how full it is alone: /);
  });

  it('are unknown where nothing is, or where it may be of UDP', () => {
    expect(gaugeOf(stored({}), SEND)).toMatchObject({
      value: undefined,
      state: 'unknown',
      detail: 'no list of sockets of this moment',
    });
    const both = stored({ [ID.sockets.recvMaxFill]: 0.4, [ID.sockets.udpRecvMaxFill]: 0.4 });
    expect(gaugeOf(both, RECEIVE)).toMatchObject({ value: undefined, state: 'unknown' });
  });

  it('are empty where no TCP socket holds anything', () => {
    const full = { [ID.sockets.recvMaxFill]: 1, [ID.sockets.udpRecvMaxFill]: 1 };
    expect(gaugeOf(layerOf(full), RECEIVE)).toMatchObject({ fraction: 0, state: 'calm', detail: 'nothing unread' });
    expect(gaugeOf(layerOf({}), SEND)).toMatchObject({ fraction: 0, state: 'calm', detail: 'nothing unsent' });
  });
});

describe('TCP buffers', () => {
  const sender = socketRow({
    process: 'rsync',
    remote: '10.0.0.9',
    remotePort: 873,
    wmemQueued: 4_100_000,
    sndbuf: 4_194_304,
    fill: 0.98,
  });
  const reader = socketRow({ process: 'python3', localPort: 9000, rmemAlloc: 131_000, rcvbuf: 131_072, fill: 0.99 });

  it('full on the receiving side saturate', () => {
    const layer = layerOf({}, { sockets: report({ fullest: [sender, reader] }) });
    expect(layer.reason).toBe(
      'the receive buffer of python3 127.0.0.1:9000 → 127.0.0.1:40000 is full: 128 KiB of 128 KiB',
    );
    expect(gaugeOf(layer, 'socket.tcpReceiveFullest')?.detail).toBe(
      'python3 127.0.0.1:9000 → 127.0.0.1:40000; it may grow to 32.0 MiB (net.ipv4.tcp_rmem)',
    );
  });

  it('full on the sending side are normal while senders lose no time to them', () => {
    const layer = layerOf({ [ID.sockets.sndbufLimitedShare]: 0.1 }, { sockets: report({ fullest: [sender] }) });
    expect(layer.state).toBe('calm');
    expect(gaugeOf(layer, 'socket.tcpSendFullest')).toMatchObject({ state: 'calm', limit: 4_194_304 });
    expect(gaugeOf(layer, 'socket.tcpSendFullest')?.marks).toEqual([{ label: 'net.ipv4.tcp_wmem', value: 4_194_304 }]);
  });

  it('full on the sending side say when nothing of it is acknowledged, which is for the layer below to judge', () => {
    const layer = layerOf({}, { sockets: report({ stuck: [{ ...sender, sendQ: 9000, unanswered: 8 }] }) });
    expect(gaugeOf(layer, 'socket.tcpSendFullest')).toMatchObject({ state: 'calm' });
    expect(gaugeOf(layer, 'socket.tcpSendFullest')?.detail).toMatch(
      /; nothing of it is acknowledged: 8 timeouts in a row$/,
    );
  });

  it('empty on the receiving side say where the window limits all the same', () => {
    const row = socketRow({ process: 'curl', limit: 'receive-buffer', remote: '10.0.0.9', remotePort: 443 });
    const layer = layerOf({}, { sockets: report({ receivers: [row] }) });
    expect(gaugeOf(layer, 'socket.tcpReceiveFullest')?.detail).toMatch(
      /^nothing unread; unread data only: the window that the buffer of curl .*443 leaves is used up all the same$/,
    );
    expect(gaugeOf(layer, 'socket.udpReceiveFullest')?.detail).toBe('nothing unread');
  });

  it('of UDP that are empty at a look and lose datagrams were full between looks', () => {
    const losing = { [ID.udp.rcvbufErrors]: grows(30) };
    const empty = layerOf(losing, { sockets: report({}) });
    expect(gaugeOf(empty, 'socket.udpReceiveFullest')).toMatchObject({
      value: 0,
      state: 'busy',
      detail: 'full between looks; 30/s found no room',
    });
    // What is lost is told once, by its counter.
    expect(empty.reason).toBe('UDP datagrams dropped, receive buffer full: 30/s');
    const row = socketRow({ protocol: 'udp', process: 'statsd', rmemAlloc: 2000, rcvbuf: 212_992 });
    const low = layerOf(losing, { sockets: report({ udp: [row] }) });
    expect(gaugeOf(low, 'socket.udpReceiveFullest')).toMatchObject({
      state: 'busy',
      detail: expect.stringMatching(/^full between looks; 30\/s found no room; now the fullest is statsd /),
    });
    const full = layerOf(losing, { sockets: report({ udp: [{ ...row, rmemAlloc: 212_900 }] }) });
    expect(gaugeOf(full, 'socket.udpReceiveFullest')?.state).toBe('saturated');
    expect(gaugeOf(layerOf({}, { sockets: report({}) }), 'socket.udpReceiveFullest')?.state).toBe('calm');
  });

  it('full on the sending side saturate when senders lose time to them', () => {
    const layer = layerOf({ [ID.sockets.sndbufLimitedShare]: 0.43 }, { sockets: report({ fullest: [sender] }) });
    expect(layer.state).toBe('saturated');
    const refilled = report({ fullest: [{ ...sender, wmemQueued: 0.8 * (sender.sndbuf ?? 0) }] });
    const at = (share: number) => {
      const held = layerOf({ [ID.sockets.sndbufLimitedShare]: share }, { sockets: refilled });
      return [held.state, gaugeOf(held, 'socket.tcpSendFullest')?.state];
    };
    expect(at(0.43)).toEqual(['saturated', 'saturated']);
    expect(at(0.2)).toEqual(['busy', 'busy']);
    expect(at(0.1)).toEqual(['calm', 'calm']);
    expect(layer.reason).toBe(
      'send buffers hold senders back 43.0 % of their busy time; fullest is rsync 127.0.0.1:8080 → 10.0.0.9:873',
    );
  });

  it('go by the look at the sockets where the share of all was counted at another time', () => {
    const free = { ...sender, busyShare: 1, sndbufLimitedShare: 0 };
    const counted = { [ID.sockets.sndbufLimitedShare]: 0.43 };
    expect(layerOf(counted, { sockets: report({ fullest: [sender], senders: [free] }) }).state).toBe('calm');
    const held = { ...sender, busyShare: 0.5, sndbufLimitedShare: 0.4 };
    expect(layerOf({}, { sockets: report({ fullest: [sender], senders: [held] }) }).reason).toContain(
      'send buffers hold senders back 80.0 % of their busy time',
    );
  });

  it('are summed against what they are allowed now', () => {
    const layer = layerOf({ [ID.sockets.tcpRmemAllocBytes]: 1_179_648 });
    expect(gaugeOf(layer, 'socket.tcpReceive')).toMatchObject({
      value: 1_179_648,
      limit: 1_572_864,
      fraction: 0.75,
      state: 'busy',
      detail: '12 sockets; each may grow to 32.0 MiB (net.ipv4.tcp_rmem)',
    });
    expect(layer.reason).toBe('TCP receive memory is filling: 1.13 MiB of 1.50 MiB');
  });

  it.each([
    [ID.tcp.backlogDrop, 'TCP segments dropped while the socket was locked: 3/s'],
    [ID.tcp.rcvQDrop, 'TCP segments dropped, receive buffer full: 3/s'],
    [ID.tcp.ofoPruned, 'TCP segments thrown out of a full receive queue: 3/s'],
    [ID.udp.sndbufErrors, 'UDP datagrams not sent, send buffer full: 3/s'],
  ])('saturate when %s counts', (metric, reason) => {
    const layer = layerOf({ [metric]: grows(3) });
    expect(layer.state).toBe('saturated');
    expect(layer.reason).toBe(reason);
  });

  it.each([
    [1, 'calm'],
    [2, 'busy'],
  ])('squeezed %s times a second are %s', (perSecond, state) => {
    expect(layerOf({ [ID.tcp.pruneCalled]: grows(perSecond) }).state).toBe(state);
  });
});

describe('Unix sockets', () => {
  const unixGauges = (layer: ReturnType<typeof layerOf>) =>
    layer.gauges.filter(({ id }) => id.startsWith('socket.unix')).map(({ id, state, value }) => [id, state, value]);

  it('show nothing while their queues are empty, and on an agent that does not list them', () => {
    expect(unixGauges(layerOf({}))).toEqual([]);
    const idle = {
      [ID.unix.acceptQueueMaxLen]: 0,
      [ID.unix.acceptQueueMaxBacklog]: 128,
      [ID.unix.streamSendMaxFill]: 0,
    };
    expect(unixGauges(layerOf({ ...idle, [ID.unix.dgramSendMaxFill]: 0.09 }))).toEqual([]);
  });

  it.each([
    [3, 'calm'],
    [4, 'busy'],
    [5, 'saturated'],
  ])('with %s of 5 connections waiting are %s', (waiting, state) => {
    const layer = layerOf({ [ID.unix.acceptQueueMaxLen]: waiting, [ID.unix.acceptQueueMaxBacklog]: 5 });
    expect(unixGauges(layer)).toEqual([['socket.unixAcceptQueue', state, waiting]]);
    expect(layer.state).toBe(state);
  });

  it('say that a listener is full', () => {
    const layer = layerOf({ [ID.unix.acceptQueueMaxLen]: 6, [ID.unix.acceptQueueMaxBacklog]: 5 });
    expect(layer.reason).toBe('the accept queue of a Unix listener is full: 6 of 5');
  });

  it('that were full for a moment are calm, and stay in sight for a while', () => {
    const moment = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0];
    const layer = layerOf({ [ID.unix.streamSendMaxFill]: moment });
    expect(unixGauges(layer)).toEqual([['socket.unixStreamFullest', 'calm', 0]]);
    expect(layer.state).toBe('calm');
  });

  it('that stay full have a reader that does not keep up', () => {
    const layer = layerOf({ [ID.unix.dgramSendMaxFill]: 1.002 });
    expect(unixGauges(layer)).toEqual([['socket.unixDgramFullest', 'busy', 1.002]]);
    expect(layer.reason).toBe('a Unix datagram buffer stays full: its reader does not keep up');
  });

  it('are named from the newest dump', () => {
    const row = { state: 'established', inode: 1, cookie: '1', recvQ: 0, sendQ: 0 } as const;
    const unix: UnixSocketRow[] = [
      { ...row, type: 'stream', state: 'listen', name: '/run/a.sock', process: 'dockerd', recvQ: 5, sendQ: 5, fill: 1 },
      { ...row, type: 'dgram', process: 'logger', peerProcess: 'rsyslogd', fill: 1 },
      { ...row, type: 'seqpacket', peerProcess: 'psql', fill: 0.4 },
    ];
    const samples = {
      [ID.unix.acceptQueueMaxLen]: 5,
      [ID.unix.acceptQueueMaxBacklog]: 5,
      [ID.unix.streamSendMaxFill]: 0.4,
      [ID.unix.dgramSendMaxFill]: 1,
    };
    const layer = layerOf(samples, { sockets: report({ unix }) });
    expect(layer.reason).toBe('the accept queue of dockerd /run/a.sock is full: 5 of 5');
    expect(gaugeOf(layer, 'socket.unixDgramFullest')?.detail).toBe(
      'from logger to rsyslogd; its reader does not keep up',
    );
    const late = layerOf({ [ID.unix.dgramSendMaxFill]: 1 }, { sockets: report({ unix }) });
    expect(late.reason).toBe(
      'the Unix datagram buffer from logger to rsyslogd stays full: its reader does not keep up',
    );
    expect(gaugeOf(layer, 'socket.unixStreamFullest')?.detail).toBe(
      'from a program to psql; what the other side has not read yet',
    );
  });

  it('are not shown as they were, once the agent cannot list them any more', () => {
    const layer = layerOf({ [ID.unix.streamSendMaxFill]: [1, 1], [ID.unix.acceptQueueMaxLen]: [4, 4] });
    expect(unixGauges(layer)).toEqual([]);
  });
});
