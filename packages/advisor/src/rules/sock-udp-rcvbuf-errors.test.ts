import { ID, type SocketRow } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import {
  contextOf,
  dumpsOf,
  findingsOf,
  grew,
  NOTHING_OPEN,
  type Samples,
  SHORT_OF_MEMORY,
  socketRow,
  TUNABLES,
  told,
} from '../contextFixture.ts';
import type { RuleContext } from '../types.ts';
import { settingRmemDefaultRaised } from './setting-rmem-default-raised.ts';
import { sockUdpRcvbufErrors } from './sock-udp-rcvbuf-errors.ts';

const DEFAULT = 212_992;

const udp = (rmemAlloc: number, drops: number, row: Partial<SocketRow> = {}) =>
  socketRow({
    protocol: 'udp',
    state: 'close',
    local: '0.0.0.0',
    localPort: 8125,
    remote: '0.0.0.0',
    remotePort: 0,
    process: 'statsd',
    pid: 7,
    rmemAlloc,
    rcvbuf: DEFAULT,
    drops,
    ...row,
  });

/** Looks at one socket: what it held; it dropped 20 more in each. */
const looks = (held: readonly number[], row: Partial<SocketRow> = {}) =>
  dumpsOf(
    'udp',
    held.map((rmemAlloc, n) => [udp(rmemAlloc, 100 + n * 20, row)]),
  );

/** 20 dropped and 980 read a second, 1000-byte datagrams and little else. */
const DROPPING: Samples = {
  [ID.udp.rcvbufErrors]: grew(20),
  [ID.udp.inDatagrams]: grew(980),
  [ID.ip.inReceives]: grew(1010),
  [ID.ip.inOctets]: grew(1_038_280),
};
const FULL = 211_968;
const BURSTS = [0, FULL, 2304, FULL, 0];

const evaluate = (samples: Samples, more: Partial<RuleContext> = {}, firing = NOTHING_OPEN) =>
  told(sockUdpRcvbufErrors, contextOf({ ...DROPPING, ...samples }, more), firing);
const OPEN = new Set(['0.0.0.0:8125']);

/** A counter that made `drops` at once, `ago` seconds before now. */
const once = (drops: number, ago: number): readonly number[] =>
  Array.from({ length: 121 }, (_, n) => (n >= 120 - ago ? 5 + drops : 5));

describe('when it fires', () => {
  const sockets = looks(BURSTS);

  it.each([
    [9, 0],
    [10, 0],
    [11, 1],
  ])('%s drops within a minute', (drops, findings) => {
    expect(evaluate({ [ID.udp.rcvbufErrors]: once(drops, 20) }, { sockets })).toHaveLength(findings);
  });

  it('adds IPv4 and IPv6', () => {
    const samples = { [ID.udp.rcvbufErrors]: once(6, 20), [ID.udp6.rcvbufErrors]: once(5, 10) };
    const [finding] = evaluate(samples, { sockets });
    expect(finding?.evidence.map(({ metric }) => metric)).toEqual([
      'socket.udp.rcvbufErrors',
      'socket.udp6.rcvbufErrors',
      'socket.udp.drops',
      'socket.udp.rmemAllocBytes',
      'socket.udp.rcvbufBytes',
    ]);
  });

  it('is not fooled by wrong checksums and closed ports', () => {
    const samples = {
      [ID.udp.rcvbufErrors]: 5,
      [ID.udp.inCsumErrors]: grew(500),
      [ID.udp.noPorts]: grew(500),
      'transport.udp.inErrors': grew(500),
    };
    expect(evaluate(samples, { sockets })).toEqual([]);
  });

  it('needs ten seconds of history', () => {
    const young = (seconds: number) => grew(20).map((value, n) => (n < 120 - seconds ? Number.NaN : value));
    expect(evaluate({ [ID.udp.rcvbufErrors]: young(9) }, { sockets })).toEqual([]);
    expect(evaluate({ [ID.udp.rcvbufErrors]: young(10) }, { sockets })).toHaveLength(1);
  });

  it.each([
    ['1 % of what arrives', 10, 990, 'warning'],
    ['more than 1 %', 11, 989, 'critical'],
  ])('with a loss of %s', (_, dropped, read, severity) => {
    const samples = { [ID.udp.rcvbufErrors]: grew(dropped), [ID.udp.inDatagrams]: grew(read) };
    expect(evaluate(samples, { sockets })[0]?.severity).toBe(severity);
  });
});

describe('when it clears', () => {
  it('stays open for half a minute after the last drop', () => {
    const sockets = looks(BURSTS);
    expect(evaluate({ [ID.udp.rcvbufErrors]: once(3, 29) }, { sockets }, OPEN)).toHaveLength(1);
    expect(evaluate({ [ID.udp.rcvbufErrors]: once(300, 31) }, { sockets }, OPEN)).toEqual([]);
  });

  it('closes half a minute after the last drop of the socket, though others go on', () => {
    const sockets = (ago: number) =>
      dumpsOf(
        'udp',
        Array.from({ length: 50 }, (_, n) => [udp(0, 49 - n >= ago ? 100 : 140)]),
      );
    expect(evaluate({}, { sockets: sockets(30) }, OPEN)).toHaveLength(1);
    expect(evaluate({}, { sockets: sockets(31) }, OPEN)).toEqual([]);
  });

  it('closes with the socket, and blames no other', () => {
    const sockets = [...looks(BURSTS), ...dumpsOf('udp', [[]])];
    expect(evaluate({}, { sockets }, OPEN)).toEqual([]);
  });
});

describe('which socket', () => {
  it('is named by its own drops', () => {
    const quiet = udp(0, 5000, { cookie: 'b', localPort: 53, process: 'named' });
    const sockets = BURSTS.map((held, n) => [quiet, udp(held, 100 + n * 20)]);
    const findings = evaluate({}, { sockets: dumpsOf('udp', sockets) });
    expect(findings.map(({ subject }) => subject)).toEqual(['0.0.0.0:8125']);
    expect(findings[0]?.where).toBe(
      'statsd (pid 7), UDP socket :8125: looks saw up to 207 KiB in its receive buffer of 208 KiB, 80 datagrams dropped in the last 60 s',
    );
  });

  it('counts from zero when the list before did not have it', () => {
    const sockets = dumpsOf('udp', [[], [udp(FULL, 300)], [udp(0, 310)]]);
    expect(evaluate({}, { sockets })[0]?.where).toContain('310 datagrams dropped');
  });

  it('may be several, most drops first', () => {
    const sockets = dumpsOf('udp', [
      [udp(FULL, 0), udp(FULL, 0, { cookie: 'b', local: '::1', family: 6 })],
      [udp(0, 10), udp(0, 90, { cookie: 'b', local: '::1', family: 6 })],
    ]);
    expect(evaluate({}, { sockets }).map(({ subject }) => subject)).toEqual(['[::1]:8125', '0.0.0.0:8125']);
  });

  it('may be unknown: told with low confidence', () => {
    const [finding] = evaluate({}, { sockets: dumpsOf('udp', [[], [], []]) });
    expect(finding).toMatchObject({ subject: 'host', severity: 'warning', changes: [] });
    expect(finding?.why).toContain('None of the UDP sockets in 3 looks dropped any');
    expect(evaluate({})[0]?.why).toContain('The agent sends no list of sockets');
  });
});

describe('a reader that is too slow', () => {
  const pinned = (seconds: number, held = FULL) => looks(Array.from({ length: seconds + 1 }, () => held));

  it('gets no larger buffer', () => {
    const [finding] = evaluate({}, { sockets: pinned(11) });
    expect(finding).toMatchObject({
      title: 'statsd :8125 reads more slowly than datagrams arrive',
      changes: [],
      arithmetic: '',
    });
    expect(finding?.why).toContain('has been more than half full in every look for 11 s (now 207 KiB of 208 KiB)');
    expect(finding?.why).toContain('all programs of this host together read 980 datagrams/s');
    expect(finding?.actions.join(' ')).not.toMatch(/SO_RCVBUF|rmem/);
  });

  it('is not called so within ten seconds: it may be a burst', () => {
    expect(evaluate({}, { sockets: pinned(10) })).toEqual([]);
    expect(evaluate({}, { sockets: pinned(11) })).toHaveLength(1);
  });

  it('may not read at all', () => {
    const [finding] = evaluate({ [ID.udp.inDatagrams]: 400 }, { sockets: pinned(11) });
    expect(finding?.why).toContain('nothing was read on this host meanwhile');
  });

  it('is told also from a buffer that is never below half', () => {
    expect(evaluate({}, { sockets: pinned(11, 106_496) })[0]?.title).toContain('reads more slowly');
    expect(evaluate({}, { sockets: pinned(11, 106_495) })[0]?.title).toContain('Bursts overflow');
  });
});

describe('bursts into the default buffer', () => {
  const [finding] = evaluate({}, { sockets: looks(BURSTS) });

  it('propose rmem_default, and say what is better', () => {
    expect(finding?.title).toBe('Bursts overflow the default receive buffer of statsd :8125');
    expect(finding?.changes).toEqual([
      { tunable: 'net.core.rmem_default', namespace: 'host', current: '212992', proposed: '524288' },
    ]);
    expect(finding?.arithmetic).toBe(
      '212992 B that were full + 40 datagrams dropped in the worst burst x 2304 B (what the kernel charges for a datagram of 1000 B) = 298 KiB, less than twice the 212992 B that did not suffice; next power of two: 524288',
    );
    expect(finding?.better).toBe(
      'Let the program ask for more (in the program: setsockopt(SO_RCVBUF, 262144)). The kernel doubles what is asked for: 524288 B. That concerns this socket only.',
    );
    expect(finding?.actions).toEqual([
      'Restart statsd afterwards: sockets get net.core.rmem_default when they are made.',
    ]);
  });

  it('are reckoned with all drops of a socket that the look before did not have', () => {
    const sockets = dumpsOf('udp', [[], [udp(0, 300)]]);
    expect(evaluate({}, { sockets })[0]).toMatchObject({
      arithmetic: expect.stringContaining('+ 300 datagrams dropped in the worst burst'),
      changes: [{ proposed: '1048576' }],
    });
  });

  it('propose what the arithmetic comes to, whole, and to the program what is beyond 4 MiB', () => {
    const burst = (drops: number) =>
      evaluate(
        { [ID.udp.rcvbufErrors]: grew(drops) },
        { sockets: dumpsOf('udp', [[udp(0, 0)], [udp(FULL, drops / 2)], [udp(0, drops)], [udp(0, drops)]]) },
      )[0];
    expect(burst(1500)?.arithmetic).toMatch(
      /^212992 B that were full \+ 1500 datagrams dropped in the worst burst x .* = 3\.50 MiB; next power of two: 4194304$/,
    );
    expect(burst(1500)?.changes).toMatchObject([{ tunable: 'net.core.rmem_default', proposed: '4194304' }]);
    // No other rule takes what is proposed for an old recipe.
    expect(findingsOf(settingRmemDefaultRaised, { 'net.core.rmem_default': '4194304' })).toEqual([]);
    const beyond = burst(2000);
    expect(beyond).toMatchObject({ changes: [], arithmetic: '' });
    expect(beyond?.actions).toHaveLength(1);
    expect(beyond?.actions[0]).toContain('setsockopt(SO_RCVBUF, 4194304)');
  });

  it('are not taken for one burst where looks are far apart', () => {
    // 400 dropped at once every ten seconds, and two of them between two looks.
    const apart = Array.from({ length: 121 }, (_, n) => 400 * Math.floor(n / 10));
    const sockets = dumpsOf('udp', [[udp(0, 100)], [udp(0, 900)], [udp(0, 900)]]);
    const [measured] = evaluate({ [ID.udp.rcvbufErrors]: apart }, { sockets });
    expect(measured?.arithmetic).toContain('+ 400 datagrams dropped in the worst burst');
  });

  it('double at least what did not suffice', () => {
    const few = { [ID.udp.rcvbufErrors]: grew(2), [ID.udp.inDatagrams]: grew(8) };
    const [measured] = evaluate(few, { sockets: looks(BURSTS) });
    expect(measured?.arithmetic).toBe(
      '212992 B that were full + 40 datagrams dropped in the worst burst x 2304 B (what the kernel charges for a full Ethernet frame: the size is not known) = 298 KiB, less than twice the 212992 B that did not suffice; next power of two: 524288',
    );
  });

  it('are reckoned with what was dropped until the buffer was seen emptied', () => {
    const sockets = dumpsOf('udp', [[udp(0, 100)], [udp(FULL, 100)], [udp(0, 534)], [udp(0, 534)]]);
    const [measured] = evaluate({}, { sockets });
    expect(measured?.arithmetic).toBe(
      '212992 B that were full + 434 datagrams dropped in the worst burst x 2304 B (what the kernel charges for a datagram of 1000 B) = 1.16 MiB; next power of two: 2097152',
    );
  });

  it('raise nothing while memory is short', () => {
    const [short] = evaluate(SHORT_OF_MEMORY, { sockets: looks(BURSTS) });
    expect(short?.changes).toEqual([]);
    expect(short?.better).toBeUndefined();
    expect(short?.actions).toEqual(['Less than 10 % of the memory is available: free memory before raising a limit.']);
  });

  it('name rmem_max when the program may not ask for enough', () => {
    const tunables = { ...TUNABLES, 'net.core.rmem_max': '212992' };
    const [capped] = evaluate({}, { sockets: looks(BURSTS), tunables });
    expect(capped?.better).toContain('(raise net.core.rmem_max to 262144 first: it caps what a program may ask for)');
  });

  it('know the words of some programs', () => {
    const [named] = evaluate({}, { sockets: looks(BURSTS, { process: 'unbound' }) });
    expect(named?.better).toContain('in unbound.conf: so-rcvbuf: 262144');
  });
});

describe('bursts into a buffer that rmem_max cut', () => {
  const row = { rcvbuf: 8_388_608 };
  const held = [0, 8_388_000, 0];

  it('propose rmem_max, half of the buffer since the kernel doubles', () => {
    const samples = { [ID.udp.rcvbufErrors]: grew(2000), [ID.udp.inDatagrams]: grew(98_000) };
    const burst = held.map((rmemAlloc, n) => [udp(rmemAlloc, n === 0 ? 0 : 11_000, row)]);
    const [finding] = evaluate(samples, { sockets: dumpsOf('udp', burst) });
    expect(finding?.title).toBe('net.core.rmem_max caps the receive buffer of statsd :8125');
    expect(finding?.changes).toEqual([
      { tunable: 'net.core.rmem_max', namespace: 'host', current: '4194304', proposed: '33554432' },
    ]);
    expect(finding?.arithmetic).toContain(
      '= 32.2 MiB; next power of two: 67108864; the kernel doubles SO_RCVBUF, so half of it: 33554432',
    );
    expect(finding?.actions[1]).toContain('setsockopt(SO_RCVBUF, 33554432)');
  });

  it('never go above 64 MiB', () => {
    const tunables = { ...TUNABLES, 'net.core.rmem_max': '67108864' };
    const [finding] = evaluate({}, { sockets: looks([0, 134_000_000, 0], { rcvbuf: 134_217_728 }), tunables });
    expect(finding?.changes).toEqual([]);
    expect(finding?.actions.join(' ')).not.toMatch(/SO_RCVBUF|rmem/);
  });

  it('raise nothing while memory is short', () => {
    const [short] = evaluate(SHORT_OF_MEMORY, { sockets: looks(held, row) });
    expect(short?.changes).toEqual([]);
    expect(short?.arithmetic).toBe('');
  });
});

describe('bursts into a buffer of the program’s own choice', () => {
  it('are its own matter', () => {
    const [finding] = evaluate({}, { sockets: looks([0, 19_000, 0], { rcvbuf: 20_480 }) });
    expect(finding).toMatchObject({
      title: 'Bursts overflow the receive buffer of statsd :8125',
      changes: [],
      arithmetic: '',
    });
    expect(finding?.why).toContain('the program chose it with SO_RCVBUF');
    expect(finding?.actions[0]).toContain(
      'setsockopt(SO_RCVBUF, 65536)). The kernel doubles what is asked for: 131072 B.',
    );
  });

  it('start anew when a limit was changed, so that no word of it is stale', () => {
    const from = (tunables: Record<string, string>) =>
      evaluate({}, { sockets: looks([0, 19_000, 0], { rcvbuf: 20_480 }), tunables })[0]?.need?.from;
    expect(from(TUNABLES)).toBe(from({ ...TUNABLES }));
    expect(from(TUNABLES)).not.toBe(from({ ...TUNABLES, 'net.core.rmem_max': '8388608' }));
  });

  it('need no more than a restart where rmem_default was raised since', () => {
    const tunables = { ...TUNABLES, 'net.core.rmem_default': '1048576' };
    const [finding] = evaluate({}, { sockets: looks(BURSTS), tunables });
    expect(finding?.changes).toEqual([]);
    expect(finding?.actions[0]).toBe(
      'Unless the program asks for this size itself, restart statsd: net.core.rmem_default is 1048576 now, and a socket gets it when it is made.',
    );
  });

  it('are told from a size that cannot be seen', () => {
    const [finding] = evaluate({}, { sockets: looks([0, 0, 0], { rcvbuf: undefined, rmemAlloc: undefined }) });
    expect(finding?.changes).toEqual([]);
    expect(finding?.why).toContain('it is not known whether one of them limits it');
    expect(finding?.actions[0]).toMatch(
      /^See with "ss -uamn 'sport = :8125'" .* Measured: 20 datagrams dropped in the worst burst x /,
    );
    expect(finding?.actions[0]).not.toContain('setsockopt');
  });

  it('are not mistaken when the sysctls cannot be read', () => {
    const [finding] = evaluate({}, { sockets: looks(BURSTS), tunables: {} });
    expect(finding?.changes).toEqual([]);
    expect(finding?.why).not.toContain('chose');
    expect(finding?.why).toContain('it is not known whether one of them limits it');
  });
});
