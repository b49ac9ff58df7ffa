import { parseTunable, tunable } from '@netstrata/tunables';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acceptQueue,
  bandwidthDelay,
  bufferChain,
  type Calculation,
  CalculationError,
  conntrackMemory,
  ephemeralPorts,
  lossCeiling,
  packetBurst,
  udpBuffer,
} from './index.ts';

const stepOf = ({ steps }: Calculation, id: string) => steps.find((step) => step.id === id)?.value;

describe('bandwidthDelay', () => {
  const MEM = { rmem: [4096, 131_072, 6_291_456], wmem: [4096, 16_384, 4_194_304] } as const;

  it('needs 16 MiB with cubic and more with bbr for 1 Gbit/s over 40 ms', () => {
    const cubic = bandwidthDelay({ bytesPerSecond: 125e6, rttMs: 40, congestionControl: 'cubic', ...MEM });
    expect(stepOf(cubic, 'inFlight')).toBe(5e6);
    expect(stepOf(cubic, 'send')).toBe(16 * 2 ** 20);
    expect(stepOf(cubic, 'receive')).toBe(32 * 2 ** 20);
    expect(cubic.wishes).toEqual([
      { tunable: 'net.ipv4.tcp_wmem', value: '4096 16384 16777216' },
      { tunable: 'net.ipv4.tcp_rmem', value: '4096 131072 33554432' },
    ]);
    const bbr = bandwidthDelay({ bytesPerSecond: 125e6, rttMs: 40, congestionControl: 'bbr', ...MEM });
    expect(stepOf(bbr, 'send')).toBe(32 * 2 ** 20);
  });

  it('wishes nothing where the buffers are large enough', () => {
    const near = bandwidthDelay({ bytesPerSecond: 125e6, rttMs: 0.5, congestionControl: 'cubic', ...MEM });
    expect(near.wishes).toEqual([]);
    expect(near.answer.en).toContain('large enough');
  });

  it('says when one connection cannot do it', () => {
    const far = bandwidthDelay({ bytesPerSecond: 5e10, rttMs: 600, congestionControl: 'cubic', ...MEM });
    expect(far.answer.en).toContain('a buffer ends at 2 GiB. Use at least 64.');
    expect(far).toMatchObject({ fits: false, wishes: [] });
  });
});

describe('bufferChain', () => {
  /** Ten sockets with SO_RCVBUF 10K, rmem_max 100K, tcp_rmem 4K 16K 80K, tcp_mem 40K 50K 120K pages. */
  const ten = {
    sockets: 10,
    askedBytes: 10_240,
    rmemMax: 102_400,
    tcpRmem: [4096, 16_384, 81_920],
    tcpMem: [40_960, 51_200, 122_880],
    pageBytes: 4096,
    wantedBytes: 102_400,
  } as const;

  it('answers yes for ten sockets with 10 KiB each: 20,480 B locked, half of it promised', () => {
    const chain = bufferChain(ten);
    expect(stepOf(chain, 'rcvbuf')).toBe(20_480);
    expect(stepOf(chain, 'guaranteed')).toBe(102_400);
    expect(stepOf(chain, 'charged')).toBe(204_800);
    expect(chain.answer.en).toMatch(/^Yes/);
    expect(chain.caveats[1]?.en).toContain('one percent short');
  });

  it('answers not for sure without SO_RCVBUF: 81,920 B of the middle number', () => {
    const chain = bufferChain({ ...ten, askedBytes: undefined });
    expect(stepOf(chain, 'guaranteed')).toBe(81_920);
    expect(chain.answer.en).toMatch(/^Not for sure/);
  });

  it.each([
    [1, 2304],
    [102_400, 204_800],
    [10_000_000, 204_800],
  ])('SO_RCVBUF %s gives %s', (askedBytes, rcvbuf) => {
    expect(stepOf(bufferChain({ ...ten, askedBytes }), 'rcvbuf')).toBe(rcvbuf);
  });

  it('answers no where tcp_mem ends first', () => {
    expect(bufferChain({ ...ten, tcpMem: [10, 20, 30] }).answer.en).toMatch(/^No: full buffers would need/);
  });
});

it('udpBuffer: 50,000 datagrams of 200 B a second and 100 ms away', () => {
  const udp = udpBuffer({ datagramsPerSecond: 50_000, datagramBytes: 100, stallMs: 100, rmemMax: 212_992 });
  expect(stepOf(udp, 'waiting')).toBe(5000);
  expect(stepOf(udp, 'rcvbuf')).toBe(4 * 2 ** 20);
  expect(udp.wishes).toEqual([{ tunable: 'net.core.rmem_max', value: '2097152' }]);
  expect(udpBuffer({ datagramsPerSecond: 100, datagramBytes: 100, stallMs: 100, rmemMax: 212_992 }).wishes).toEqual([]);
});

it('ephemeralPorts: 470 short connections a second are the most with the usual range', () => {
  const usual = { low: 32_768, high: 60_999, reserved: 0, lifetimeSeconds: 0, twReuse: 2 };
  const fits = ephemeralPorts({ ...usual, connectionsPerSecond: 470 });
  expect(stepOf(fits, 'capacity')).toBeCloseTo(470.53, 2);
  expect(fits.answer.en).toMatch(/^It fits: 28200 of 28232/);
  const not = ephemeralPorts({ ...usual, connectionsPerSecond: 471 });
  expect(not.answer.en).toMatch(/^It does not fit/);
  expect(not.wishes).toEqual([{ tunable: 'net.ipv4.ip_local_port_range', value: '10240 65001' }]);
  expect(ephemeralPorts({ ...usual, twReuse: 1, connectionsPerSecond: 20_000 }).answer.en).toMatch(/^It fits/);
});

it('conntrackMemory: twice the entries, with the memory they take', () => {
  const small = conntrackMemory({
    connectionsPerSecond: 1000,
    lifetimeSeconds: 120,
    memTotalBytes: 16e9,
    max: 262_144,
  });
  expect(small.wishes).toEqual([]);
  const large = conntrackMemory({
    connectionsPerSecond: 10_000,
    lifetimeSeconds: 120,
    memTotalBytes: 16e9,
    max: 262_144,
  });
  expect(large.wishes[0]).toEqual({ tunable: 'net.netfilter.nf_conntrack_max', value: '4194304' });
  expect(stepOf(large, 'memory')).toBe(4_194_304 * 392);
  expect(large.caveats.at(-1)?.en).toContain('thirty-second');
  const beyond = conntrackMemory({
    connectionsPerSecond: 1e7,
    lifetimeSeconds: 1e7,
    memTotalBytes: 16e9,
    max: 262_144,
  });
  expect(beyond).toMatchObject({ fits: false, wishes: [] });
  expect(beyond.answer.en).toContain('more than this host has');
});

it('acceptQueue: what arrives in a stall, twice', () => {
  expect(acceptQueue({ connectionsPerSecond: 2000, stallMs: 500, somaxconn: 4096 })).toMatchObject({ wishes: [] });
  const more = acceptQueue({ connectionsPerSecond: 5000, stallMs: 1000, somaxconn: 4096 });
  expect(more.wishes).toEqual([{ tunable: 'net.core.somaxconn', value: '16384' }]);
  const beyond = acceptQueue({ connectionsPerSecond: 1e6, stallMs: 1000, somaxconn: 65_535 });
  expect(beyond).toMatchObject({ fits: false, wishes: [] });
  expect(beyond.answer.en).toContain('No queue holds the 1000000 that wait');
});

describe('lossCeiling', () => {
  const path = { rttMs: 100, mssBytes: 1448, bytesPerSecond: 125e6 };

  it('leaves 1.77 MB/s of 1 Gbit/s at 0.01 % over 100 ms', () => {
    const held = lossCeiling({ ...path, lossPercent: 0.01 });
    expect(stepOf(held, 'ceiling')).toBeCloseTo(1_766_560, 0);
    expect(held).toMatchObject({ fits: false, wishes: [] });
    expect(held.answer.en).toContain('about 71 connections');
    expect(stepOf(held, 'between')).toBeCloseTo(50_068_780, -4);
  });

  it('is out of the way where hardly anything is lost', () => {
    expect(lossCeiling({ ...path, lossPercent: 0.000_001 }).fits).toBe(true);
  });
});

describe('packetBurst', () => {
  const cpu = {
    nanosecondsPerPacket: 1000,
    stallMs: 2,
    ringPlaces: 1024,
    backlog: 1000,
    budget: 300,
    budgetUsecs: 8000,
  };

  it('tells what waits, and which limit ends a round', () => {
    const calm = packetBurst({ ...cpu, packetsPerSecond: 400_000 });
    expect([stepOf(calm, 'waiting'), stepOf(calm, 'capacity'), stepOf(calm, 'round')]).toEqual([800, 1_000_000, 300]);
    expect(calm).toMatchObject({ fits: true, wishes: [] });
    expect(stepOf(packetBurst({ ...cpu, packetsPerSecond: 400_000, budgetUsecs: 200 }), 'round')).toBe(200);
  });

  it('wishes a backlog that holds them, and none for a CPU that cannot keep up', () => {
    const burst = packetBurst({ ...cpu, packetsPerSecond: 900_000 });
    expect(burst.wishes).toEqual([{ tunable: 'net.core.netdev_max_backlog', value: '2048' }]);
    const lost = packetBurst({ ...cpu, packetsPerSecond: 2_000_000 });
    expect(lost).toMatchObject({ fits: false, wishes: [] });
    expect(lost.answer.en).toContain('Spread the packets');
  });
});

describe('input out of range', () => {
  it('is refused with its name and what it must be', () => {
    expect(() => acceptQueue({ connectionsPerSecond: Number.NaN, stallMs: 1, somaxconn: 1 })).toThrow(
      'connectionsPerSecond must be a number from 0 to 10000000, and is NaN',
    );
    expect(() =>
      ephemeralPorts({ low: 9, high: 8, reserved: 0, connectionsPerSecond: 1, lifetimeSeconds: 1, twReuse: 0 }),
    ).toThrow(CalculationError);
    expect(() => udpBuffer({ datagramsPerSecond: 1, datagramBytes: 70_000, stallMs: 1, rmemMax: 1 })).toThrow(
      CalculationError,
    );
  });

  it('inside it every wish is a value that the catalogue accepts', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e9, noNaN: true }), fc.integer({ min: 1, max: 60_000 }), (rate, ms) => {
        const all = [
          bandwidthDelay({
            bytesPerSecond: rate,
            rttMs: ms,
            congestionControl: 'bbr',
            rmem: [4096, 131_072, 6_291_456],
            wmem: [4096, 16_384, 4_194_304],
          }),
          udpBuffer({
            datagramsPerSecond: Math.min(rate, 1e6),
            datagramBytes: 1000,
            stallMs: Math.min(ms, 1000),
            rmemMax: 212_992,
          }),
          ephemeralPorts({
            low: 32_768,
            high: 60_999,
            reserved: 0,
            connectionsPerSecond: Math.min(rate, 1e6),
            lifetimeSeconds: ms,
            twReuse: 2,
          }),
          acceptQueue({ connectionsPerSecond: Math.min(rate, 1e7), stallMs: ms, somaxconn: 4096 }),
        ];
        for (const { answer, wishes } of all) {
          expect(`${answer.en}${answer['zh-CN']}`).not.toMatch(/NaN|undefined|Infinity/);
          for (const wish of wishes) {
            const entry = tunable(wish.tunable);
            if (entry === undefined) throw new Error(`${wish.tunable} is not catalogued`);
            expect(parseTunable(entry, wish.value)).toMatchObject({ ok: true });
          }
        }
      }),
      { seed: 20_261_129 },
    );
  });
});
