import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Advice, evidenceOf } from '../host/Advice.ts';
import { LabHost } from '../host/LabHost.ts';
import { udpOn } from '../host/ss.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload, type Workload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'sock-udp-rcvbuf-errors';
const numberAfter = (text: string | undefined, before: string): number =>
  Number(text?.slice(text.indexOf(before) + before.length).match(/^\d+/)?.[0]);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(!support.ok)(`sock-udp-rcvbuf-errors${support.reason && ` (skipped: ${support.reason})`}`, () => {
  let host: LabHost;
  beforeAll(async () => {
    host = await LabHost.start();
  });
  afterAll(async () => host?.[Symbol.asyncDispose]());
  const udp = (name: string) => host.counter(`Udp.${name}`);
  const idOf = (port: number) => `${RULE}:127.0.0.1:${port}`;

  /** The reader is away, a burst comes, and after a while it reads all that is left: some times over. */
  const bursts = async (sink: Workload<'udpSink'>, { count, times }: { count: number; times: number }) => {
    const { port } = await sink.ready;
    let read = 0;
    for (let n = 0; n < times; n++) {
      const stopped = sink.next('stopped');
      sink.tell('stop');
      await stopped;
      const burst = { port, size: 200, perSecond: 200_000, burst: count, total: count };
      await using sender = startWorkload('udpBurst', burst, host.namespace);
      expect((await sender.done).sent).toBe(count);
      await pause(2200);
      const drained = sink.next('drained');
      sink.tell('read');
      read = Number((await drained)['datagrams']);
      await pause(1200);
    }
    return { port, sent: count * times, read };
  };

  test('closed ports, wrong checksums and a reader that follows are no news', async () => {
    const { namespace } = host;
    await using sink = startWorkload('udpSink', { mode: 'fast', rcvbuf: 4_000_000 }, namespace);
    const { port } = await sink.ready;
    const closed = startWorkload('udpBurst', { port: 9, perSecond: 100, total: 1200 }, namespace);
    const damaged = startWorkload('udpBurst', { port, damaged: true, perSecond: 100, total: 1200 }, namespace);
    const busy = startWorkload('udpBurst', { port, perSecond: 2000, total: 24_000 }, namespace);
    await Promise.all([closed.done, damaged.done, busy.done]);
    await host.staysSilent(RULE, 0);
    expect(await udp('NoPorts')).toBeGreaterThan(500);
    expect(await udp('InCsumErrors')).toBe(1200);
    expect(await udp('RcvbufErrors')).toBe(0);
    expect((await sink.stop()).datagrams).toBe(24_000);
    expect(host.ownNews).toEqual([]);
  });

  test('bursts, a buffer of the program and a slow reader are told apart', async () => {
    const { namespace } = host;
    const common = { seconds: 900 };
    await using slow = startWorkload('udpSink', { ...common, mode: 'slow', perSecond: 50, rcvbuf: 20_000 }, namespace);
    const { port: slowPort } = await slow.ready;
    const stream = { ...common, port: slowPort, perSecond: 300, total: 30_000 };
    await using _stream = startWorkload('udpBurst', stream, namespace);
    await using plain = startWorkload('udpSink', { ...common, mode: 'fast' }, namespace);
    await using own = startWorkload('udpSink', { ...common, mode: 'fast', rcvbuf: 20_000 }, namespace);
    const [first, second] = await Promise.all([
      bursts(plain, { count: 600, times: 3 }),
      bursts(own, { count: 200, times: 3 }),
    ]);

    // What is about bursts closes half a minute after the last of them, however long the slow reader takes to be recognised.
    const isWhole = (advice: Advice) => evidenceOf(advice, 'socket.udp.drops') === first.sent - first.read;
    const [late, lost, chosen] = await Promise.all([
      host.opened(idOf(slowPort)),
      host.opened(idOf(first.port), isWhole),
      host.opened(idOf(second.port)),
    ]);

    expect(await udpOn(namespace, first.port)).toEqual({ drops: first.sent - first.read, held: 0 });
    const rcvbuf = Number(await namespace.sysctl('net.core.rmem_default'));
    expect(evidenceOf(lost, 'socket.udp.rcvbufBytes')).toBe(rcvbuf);
    expect(lost.title).toMatch(/^Bursts overflow the default receive buffer of /);
    // What the buffer held shows what a datagram is charged for: the proposal must hold a whole burst.
    const charged = rcvbuf / (first.read / 3);
    const [change, ...others] = lost.changes;
    expect(others).toEqual([]);
    expect(change).toMatchObject({ tunable: 'net.core.rmem_default', current: String(rcvbuf) });
    expect(Number(change?.proposed)).toBeGreaterThan(600 * charged * 0.99);
    // And no more than for two bursts, should a slow machine have looked once for both: 1200 datagrams at the largest charge for a frame.
    expect([1_048_576, 2_097_152, 4_194_304]).toContain(Number(change?.proposed));
    expect(lost.arithmetic).toMatch(new RegExp(`next power of two: ${change?.proposed}$`));

    expect(late.changes).toEqual([]);
    expect(late.title).toContain('reads more slowly than datagrams arrive');
    expect(late.actions.join(' ')).not.toMatch(/SO_RCVBUF|rmem/);

    expect(chosen.changes).toEqual([]);
    expect(evidenceOf(chosen, 'socket.udp.rcvbufBytes')).toBe(40_000);
    expect(evidenceOf(chosen, 'socket.udp.drops')).toBe(second.sent - second.read);
    const ask = numberAfter(chosen.actions[0], 'setsockopt(SO_RCVBUF, ');
    await own.stop();
    await using mended = startWorkload('udpSink', { port: second.port, mode: 'fast', rcvbuf: ask }, namespace);
    // How much is asked for follows from the longest time between two looks: on a slow machine it is more than programs may have.
    const rmemMax = Number(await namespace.sysctl('net.core.rmem_max'));
    expect(chosen.actions[0]?.includes(`(raise net.core.rmem_max to ${ask} first`)).toBe(ask > rmemMax);
    expect((await mended.ready).rcvbuf).toBe(2 * Math.min(ask, rmemMax));
    const again = await bursts(mended, { count: 200, times: 1 });
    expect(again.read).toBe(200);
    expect(await udpOn(namespace, second.port)).toMatchObject({ drops: 0 });
  });
});
