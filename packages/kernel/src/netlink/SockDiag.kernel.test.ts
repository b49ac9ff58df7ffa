import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect, type Socket as TcpSocket } from 'node:net';
import { afterEach, beforeEach, expect, onTestFinished, type TestContext, test, vi } from 'vitest';
import { Commands, hasIpv6 } from '../testing/commands.ts';
import { parseSs, type SsSocket } from '../testing/ssOutput.ts';
import type { InetSocket, SocketProtocol } from '../types.ts';
import { inetDiagRequest } from './inetDiagRequest.ts';
import { NetlinkSocket } from './NetlinkSocket.ts';
import { SockDiag } from './SockDiag.ts';
import { toInetSocket } from './toInetSocket.ts';

const commands = new Commands({ spawn, spawnSync });
let diag: SockDiag;
beforeEach(() => {
  diag = SockDiag.open();
});
afterEach(() => diag.close());

function dump(protocol: SocketProtocol, family: 4 | 6 | 'both'): InetSocket[] {
  const sockets: InetSocket[] = [];
  const result = diag.dump(protocol, family, (cursor) => sockets.push(toInetSocket(cursor, protocol)));
  expect(result).toMatchObject({ sockets: sockets.length, damaged: 0, foreign: 0 });
  return sockets;
}

async function connected(port: number, host: string): Promise<TcpSocket> {
  const socket = connect({ port, host });
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'connect');
  return socket;
}

/** As ss prints a number with %g. */
const g = (value: number) => Number(value.toPrecision(6));
/** As ss prints a rate: bytes a second in bits, cut to a whole number. */
const bps = (value: number | undefined) => (value === undefined ? undefined : `${BigInt(value) * 8n}bps`);
const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
/** ss leaves out what is zero. */
const orZero = (text: string | undefined) => number(text) ?? 0;

/** Fails where a value of ours is not the one that ss prints. Times since the last packet are left out: they move. */
function compare(ours: InetSocket, theirs: SsSocket): void {
  const { values } = theirs;
  expect({ recvQ: ours.recvQ, sendQ: ours.sendQ }).toEqual({ recvQ: theirs.recvQ, sendQ: theirs.sendQ });
  expect(ours.inode).toBe(orZero(values.get('ino')));
  expect(ours.uid).toBe(orZero(values.get('uid')));
  const mem = ours.skmem;
  expect(
    `(r${mem?.rmemAlloc},rb${mem?.rcvbuf},t${mem?.wmemAlloc},tb${mem?.sndbuf},f${mem?.fwdAlloc},w${mem?.wmemQueued},o${mem?.optmem},bl${mem?.backlog},d${mem?.drops})`,
  ).toBe(values.get('skmem'));
  if (ours.tcpInfo === undefined) return;
  const info = ours.tcpInfo;
  expect(theirs.flags).toContain(ours.congestionControl);
  expect(info.deliveryRateAppLimited).toBe(theirs.flags.has('app_limited'));
  const [rtt, rttvar] = (values.get('rtt') ?? '0/0').split('/').map(Number);
  const [retransNow, retransAll] = (values.get('retrans') ?? '0/0').split('/').map(Number);
  expect({
    wscale: info.sndWscale || info.rcvWscale ? `${info.sndWscale},${info.rcvWscale}` : undefined,
    rto: g(info.rtoUs / 1000),
    rtt: g(info.rttUs / 1000),
    rttvar: g(info.rttvarUs / 1000),
    ato: g(info.atoUs / 1000),
    mss: info.sndMssBytes,
    pmtu: info.pmtuBytes,
    rcvmss: info.rcvMssBytes,
    advmss: info.advmssBytes,
    cwnd: info.sndCwnd,
    bytesSent: info.bytesSent,
    bytesRetrans: info.bytesRetrans,
    bytesAcked: info.bytesAcked,
    bytesReceived: info.bytesReceived,
    segsOut: info.segsOut,
    segsIn: info.segsIn,
    dataSegsOut: info.dataSegsOut,
    dataSegsIn: info.dataSegsIn,
    pacing: bps(info.pacingRateBytesPerSecond),
    delivery: info.deliveryRateBytesPerSecond === 0 ? undefined : bps(info.deliveryRateBytesPerSecond),
    delivered: info.delivered,
    unacked: info.unacked,
    retransNow: info.retrans,
    retransAll: info.totalRetrans,
    rcvRtt: g(info.rcvRttUs / 1000),
    rcvSpace: info.rcvSpaceBytes,
    rcvSsthresh: info.rcvSsthresh,
    notsent: info.notsentBytes,
    minrtt: g((info.minRttUs ?? Number.NaN) / 1000),
    sndWnd: info.sndWndBytes,
  }).toEqual({
    wscale: values.get('wscale'),
    rto: orZero(values.get('rto')),
    rtt,
    rttvar,
    ato: orZero(values.get('ato')),
    mss: orZero(values.get('mss')),
    pmtu: orZero(values.get('pmtu')),
    rcvmss: orZero(values.get('rcvmss')),
    advmss: orZero(values.get('advmss')),
    cwnd: orZero(values.get('cwnd')),
    bytesSent: orZero(values.get('bytes_sent')),
    bytesRetrans: orZero(values.get('bytes_retrans')),
    bytesAcked: orZero(values.get('bytes_acked')),
    bytesReceived: orZero(values.get('bytes_received')),
    segsOut: orZero(values.get('segs_out')),
    segsIn: orZero(values.get('segs_in')),
    dataSegsOut: orZero(values.get('data_segs_out')),
    dataSegsIn: orZero(values.get('data_segs_in')),
    pacing: values.get('pacing_rate'),
    delivery: values.get('delivery_rate'),
    delivered: orZero(values.get('delivered')),
    unacked: orZero(values.get('unacked')),
    retransNow,
    retransAll,
    rcvRtt: orZero(values.get('rcv_rtt')),
    rcvSpace: orZero(values.get('rcv_space')),
    rcvSsthresh: orZero(values.get('rcv_ssthresh')),
    notsent: orZero(values.get('notsent')),
    minrtt: orZero(values.get('minrtt')),
    sndWnd: orZero(values.get('snd_wnd')),
  });
}

const SS_STATES: Readonly<Record<string, string>> = {
  ESTAB: 'established',
  LISTEN: 'listen',
  'TIME-WAIT': 'time-wait',
  UNCONN: 'close',
};
const bracketed = (address: string) => (address.includes(':') ? `[${address}]` : address);

/**
 * Compares our dump of the sockets at this end with what ss says of them, until once every value is the same: probes and timers
 * of a stopped peer move some between the two.
 */
async function sameAsSs(
  context: TestContext,
  protocol: SocketProtocol,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<InetSocket[]> {
  const args = protocol === 'tcp' ? '-tinmaHOe' : '-uinmaHOe';
  return vi.waitFor(
    () => {
      // Somebody else may have the same number on another address.
      const ours = dump(protocol, 'both').filter(
        ({ localAddress, localPort, remoteAddress, remotePort }) =>
          (localAddress === host && localPort === port) || (remoteAddress === host && remotePort === port),
      );
      const theirs = parseSs(commands.output(context, ['ss', args]));
      for (const socket of ours) {
        const same = theirs.get(socket.cookie);
        if (same === undefined) throw new Error(`ss does not list socket ${socket.cookie}`);
        expect(socket.state).toBe(SS_STATES[same.state]);
        expect(`${bracketed(socket.localAddress)}:${socket.localPort}`).toBe(same.local);
        compare(socket, same);
      }
      const end = `${bracketed(host)}:${port}`;
      const listed = [...theirs.values()].filter(({ local, peer }) => local === end || peer === end);
      expect(listed).toHaveLength(ours.length);
      return ours;
    },
    { timeout: 60_000, interval: 20 },
  );
}

for (const host of ['127.0.0.1', '::1']) {
  test(`TCP on ${host} is what ss says, with a reader that stopped and an accept queue that fills`, async (context) => {
    if (host === '::1' && !hasIpv6) context.skip('this kernel has no IPv6');
    commands.output(context, ['ss', '-V']);
    const peer = commands.companion();
    const port = Number(await peer.ask(`listen ${host} 7`));
    const first = await connected(port, host);
    first.write('x'.repeat(1000));
    await expect
      .poll(() => dump('tcp', 'both').find((socket) => socket.localPort === port && socket.recvQ === 1000))
      .toBeDefined();
    peer.kill('SIGSTOP');
    // More than both buffers hold, so that some of it waits on this side.
    first.write(Buffer.alloc(32 * 1024 * 1024));
    for (let more = 0; more < 3; more++) await connected(port, host);

    const sockets = await sameAsSs(context, 'tcp', { host, port });
    expect(sockets.filter(({ state }) => state === 'listen')).toMatchObject([{ localPort: port, recvQ: 3, sendQ: 7 }]);
    const reader = sockets.find((socket) => socket.localPort === port && socket.recvQ > 1000);
    const writer = sockets.find((socket) => socket.remotePort === port && socket.sendQ > 0);
    expect(reader?.skmem?.rmemAlloc).toBeGreaterThan(reader?.recvQ ?? Number.NaN);
    expect(writer?.tcpInfo?.notsentBytes).toBeGreaterThan(0);
    expect(writer?.skmem?.wmemQueued).toBeGreaterThan(writer?.sendQ ?? Number.NaN);
    expect(writer?.tcpInfo?.busyTimeUs).toBeGreaterThan(0);
    expect(sockets).toHaveLength(9);
  });

  test(`UDP on ${host} is what ss says, with a reader that stopped and drops`, async (context) => {
    if (host === '::1' && !hasIpv6) context.skip('this kernel has no IPv6');
    commands.output(context, ['ss', '-V']);
    const peer = commands.companion();
    const port = Number(await peer.ask(`udp ${host} 4096`));
    peer.kill('SIGSTOP');
    const sender = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    onTestFinished(() => {
      sender.close();
    });
    const send = (size: number) => new Promise((done) => sender.send(Buffer.alloc(size), port, host, done));
    for (let datagram = 0; datagram < 40; datagram++) await send(1000);

    const [socket] = (await sameAsSs(context, 'udp', { host, port })).filter(({ localPort }) => localPort === port);
    expect(socket).toMatchObject({ state: 'close', remotePort: 0, tcpInfo: undefined });
    expect(socket?.recvQ).toBeGreaterThan(0);
    expect(socket?.recvQ).toBe(socket?.skmem?.rmemAlloc);
    expect(socket?.skmem?.rcvbuf).toBe(8192);
    expect(socket?.skmem?.drops).toBeGreaterThan(30);
  });
}

test('a time-wait socket has neither memory nor tcp_info', async () => {
  const peer = commands.companion();
  const port = Number(await peer.ask('listen 127.0.0.1 7'));
  const client = await connected(port, '127.0.0.1');
  const { localPort } = client;
  await peer.ask('close');
  await expect
    .poll(() => dump('tcp', 4).find((socket) => socket.remotePort === localPort || socket.localPort === localPort))
    .toMatchObject({
      state: 'time-wait',
      inode: 0,
      skmem: undefined,
      tcpInfo: undefined,
      congestionControl: undefined,
      timer: 3,
    });
});

test('both families in one walk are the two families apart', async (context) => {
  if (!hasIpv6) context.skip('this kernel has no IPv6');
  const peer = commands.companion();
  const hosts = ['127.0.0.1', '::1'];
  const ports = await Promise.all(hosts.map(async (host) => Number(await peer.ask(`listen ${host} 7`))));
  for (const [at, host] of hosts.entries()) await connected(ports[at] ?? 0, host);
  const mine = (sockets: readonly InetSocket[]) =>
    sockets
      .filter(({ localPort, remotePort }) => ports.includes(localPort) || ports.includes(remotePort))
      .map(({ family, cookie, state }) => `${family} ${cookie} ${state}`)
      .toSorted();
  const both = mine(dump('tcp', 'both'));
  expect(both).toEqual(mine([...dump('tcp', 4), ...dump('tcp', 6)]));
  expect(both).toHaveLength(6);
});

test('gives its descriptor back, after errors too', () => {
  const descriptors = () => readdirSync('/proc/self/fd').length;
  const before = descriptors();
  for (let round = 0; round < 20; round++) {
    const one = SockDiag.open();
    one.dump('tcp', 'both', () => {});
    expect(() =>
      one.dump('tcp', 'both', () => {
        throw new Error('stop');
      }),
    ).toThrow('stop');
    one.dump('udp', 'both', () => {});
    one.close();
  }
  expect(descriptors()).toBe(before);
});

test('does not wait for an answer that never comes', () => {
  const channel = new NetlinkSocket(4, { path: 'test', timeoutMs: 20 });
  onTestFinished(() => channel.close());
  expect(() => channel.receive(new Uint8Array(64))).toThrow(
    expect.objectContaining({ name: 'KernelError', code: 'timed-out', operation: 'recv', detail: '20 ms' }),
  );
});

test('refuses an answer that the buffer cannot hold', () => {
  const channel = new NetlinkSocket(4, { path: 'test', timeoutMs: 1000 });
  onTestFinished(() => channel.close());
  channel.send(inetDiagRequest({ protocol: 'tcp', family: 4, seq: 1 }));
  expect(() => channel.receive(new Uint8Array(8))).toThrow(expect.objectContaining({ code: 'too-large' }));
});

test('says so where the kernel has no such family', () => {
  expect(() => new NetlinkSocket(31, { path: 'test', timeoutMs: 20 })).toThrow(
    expect.objectContaining({ name: 'KernelError', code: 'unsupported', operation: 'open', detail: 'EPROTONOSUPPORT' }),
  );
});
