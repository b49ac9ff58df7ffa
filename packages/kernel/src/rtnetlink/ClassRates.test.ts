import { expect, test } from 'vitest';
import { attributeBytes, concat, endMessage, message, words } from '../testing/diagBytes.ts';
import { rtnetlinkReplay } from '../testing/rtnetlinkReplay.ts';
import { ClassRates } from './ClassRates.ts';
import { readQdiscs } from './qdiscs.ts';
import { Rtnetlink } from './Rtnetlink.ts';

const NESTED = 0x8000;
const ROOT = 0xffff_ffff;
const VETH0 = 3;
const text = (value: string) => new TextEncoder().encode(`${value}\0`);
const attribute = (type: number, payload: Uint8Array) => attributeBytes({ type, payload });
const options = (...parts: readonly Uint8Array[]) => attribute(NESTED | 2, concat(parts));
/** struct tc_ratespec: twelve bytes, the rate in the last four. */
const ratespec = (rate: number) => words(0x0001_0003, 0, rate);
/** struct tc_htb_opt: rate, ceil, buffer, cbuffer, quantum, level, prio. */
const htb = (rate: number, ceil: number, ...more: readonly Uint8Array[]) =>
  options(attribute(1, concat([ratespec(rate), ratespec(ceil), words(1000, 1000, 1500, 0, 0)])), ...more);
/** struct tc_service_curve: m1, d, m2. */
const hfsc = (...curves: readonly (readonly [type: number, m2: number])[]) =>
  options(...curves.map(([type, m2]) => attribute(type, words(0, 0, m2))));
const trafficClass = (kind: string, handle: number, parent: number, ...attributes: readonly Uint8Array[]) =>
  message(40, concat([words(0, VETH0, handle, parent, 0), attribute(1, text(kind)), ...attributes]));
const ratesOf = async (...messages: readonly Uint8Array[]) => {
  const rates = new ClassRates();
  const replay = rtnetlinkReplay({ class: [concat([...messages, endMessage(3, 0)])] });
  await rates.refresh(new Rtnetlink(replay.connect), new Set([VETH0]));
  return rates;
};

test('a class of htb lets out its ceiling, or a smaller one above it', async () => {
  const rates = await ratesOf(
    trafficClass('htb', 0x1_0001, ROOT, htb(1e6, 2e6)),
    trafficClass('htb', 0x1_0010, 0x1_0001, htb(5e5, 1.5e6)),
    trafficClass('htb', 0x1_0020, 0x1_0001, htb(5e5, 9e6)),
  );
  expect([0x1_0001, 0x1_0010, 0x1_0020, 0x1_0030].map((handle) => rates.ofClass(VETH0, handle))).toEqual([
    2e6,
    1.5e6,
    2e6,
    undefined,
  ]);
  expect(rates.ofQdisc(VETH0, 0x1_0000)).toBe(2e6);
  expect(rates.ofQdisc(VETH0, 0x2_0000)).toBeUndefined();
  expect(rates.ofClass(4, 0x1_0001)).toBeUndefined();
});

test('a ceiling beyond 32 bits is in an attribute of its own', async () => {
  const rates = await ratesOf(
    trafficClass('htb', 0x1_0001, ROOT, htb(1e6, 0xffff_ffff, attribute(7, words(705_032_704, 1)))),
  );
  expect(rates.ofClass(VETH0, 0x1_0001)).toBe(5_000_000_000);
});

test('a class of hfsc has a limit only where an upper curve was set', async () => {
  const rates = await ratesOf(
    trafficClass('hfsc', 0x1_0000, ROOT),
    trafficClass('hfsc', 0x1_0001, 0x1_0000, hfsc([1, 4e5], [2, 5e5], [3, 6e5])),
    trafficClass('hfsc', 0x1_0010, 0x1_0001, hfsc([1, 1e5], [2, 2e5])),
  );
  expect([0x1_0000, 0x1_0001, 0x1_0010].map((handle) => rates.ofClass(VETH0, handle))).toEqual([undefined, 6e5, 6e5]);
  expect(rates.ofQdisc(VETH0, 0x1_0000)).toBe(6e5);
});

test('several top classes bound nothing as a whole, and others than shapers are passed by', async () => {
  const rates = await ratesOf(
    trafficClass('htb', 0x1_0001, ROOT, htb(1e6, 2e6)),
    trafficClass('htb', 0x1_0002, ROOT, htb(1e6, 3e6)),
    trafficClass('mq', 0x2_0001, ROOT),
    trafficClass('htb', 0x1_0003, 0x1_0002, attribute(NESTED | 2, new Uint8Array(0))),
  );
  expect(rates.ofQdisc(VETH0, 0x1_0000)).toBeUndefined();
  expect(rates.ofClass(VETH0, 0x1_0001)).toBe(2e6);
  expect(rates.ofClass(VETH0, 0x2_0001)).toBeUndefined();
  expect(rates.ofClass(VETH0, 0x1_0003)).toBe(3e6);
});

test('classes that are said to be in each other end nothing', async () => {
  const rates = await ratesOf(
    trafficClass('htb', 0x1_0001, 0x1_0002, htb(1, 5)),
    trafficClass('htb', 0x1_0002, 0x1_0001, htb(1, 4)),
  );
  expect(rates.ofClass(VETH0, 0x1_0001)).toBe(4);
});

test('is asked for each device with such a shaper, and again after half a minute', async () => {
  const replay = rtnetlinkReplay({
    class: [concat([trafficClass('htb', 0x1_0010, ROOT, htb(1e6, 2e6)), endMessage(3, 0)])],
  });
  const rtnetlink = new Rtnetlink(replay.connect);
  let nowMs = 0;
  const rates = new ClassRates(() => nowMs);
  const look = async () => {
    const rows = await readQdiscs(rtnetlink, rates);
    return rows.filter(({ device }) => device === 'veth0').map((row) => [row.kind, row.rateBytesPerSecond]);
  };
  // veth0 of the captured dump has htb 1: with pfifo 10: below its class 1:10.
  const expected = [
    ['htb', 2e6],
    ['pfifo', 2e6],
    ['clsact', undefined],
  ];
  expect(await look()).toEqual(expected);
  nowMs = 29_999;
  expect(await look()).toEqual(expected);
  expect(replay.seen.asked.filter((name) => name === 'class')).toHaveLength(1);
  nowMs = 30_000;
  expect(await look()).toEqual(expected);
  expect(replay.seen.asked.filter((name) => name === 'class')).toHaveLength(2);
});
