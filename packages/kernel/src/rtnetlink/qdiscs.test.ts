import { expect, test } from 'vitest';
import { attributeBytes, concat, endMessage, message, words } from '../testing/diagBytes.ts';
import { expectOnlyWholeEntries } from '../testing/hostileDatagrams.ts';
import { rtnetlinkReplay } from '../testing/rtnetlinkReplay.ts';
import { readQdiscs } from './qdiscs.ts';
import { Rtnetlink } from './Rtnetlink.ts';

const text = (value: string) => new TextEncoder().encode(`${value}\0`);
const attribute = (type: number, payload: Uint8Array) => attributeBytes({ type, payload });
const NESTED = 0x8000;
interface Parts {
  readonly ifindex?: number;
  readonly handle?: number;
  readonly parent?: number;
  readonly attributes?: readonly Uint8Array[];
}
/** RTM_NEWQDISC with struct tcmsg; device 3 is veth0 in the captured dump. */
function qdisc(kind: string, { ifindex = 3, handle = 0x8001_0000, parent = 0xffff_ffff, attributes = [] }: Parts) {
  return message(36, concat([words(0, ifindex, handle, parent, 1), attribute(1, text(kind)), ...attributes]));
}
const stats2 = (...parts: readonly Uint8Array[]) => attribute(NESTED | 7, concat(parts));
const basic = attribute(1, words(5, 1, 9, 0));
const queue = attribute(3, words(1, 2, 3, 4, 5));
const rowsOf = (...messages: readonly Uint8Array[]) =>
  readQdiscs(new Rtnetlink(rtnetlinkReplay({ qdisc: [concat([...messages, endMessage(3, 0)])] }).connect));

test('gives each qdisc as the kernel described it, and of noqueue no number', async () => {
  const rows = await readQdiscs(new Rtnetlink(rtnetlinkReplay().connect));
  const none = Array(7).fill(undefined);
  const still = [0, 0, 0, 0, 0];
  expect(
    rows.map((row) => [
      row.device,
      row.kind,
      row.handle,
      row.parent,
      row.bytes,
      row.packets,
      row.drops,
      row.overlimits,
      row.requeues,
      row.qlen,
      row.backlogBytes,
    ]),
  ).toEqual([
    ['lo', 'noqueue', '0:', 'root', ...none],
    ['veth1', 'tbf', '8001:', 'root', 696, 8, ...still],
    ['veth0', 'htb', '1:', 'root', 42_290, 47, ...still],
    ['veth0', 'pfifo', '10:', '1:10', 42_290, 47, ...still],
    ['veth0', 'clsact', 'ffff:', 'ingress', 0, 0, ...still],
    ['br0', 'noqueue', '0:', 'root', ...none],
  ]);
  const shapers = rows.map(({ kind, rateBytesPerSecond, burstBytes, limitBytes }) => [
    kind,
    rateBytesPerSecond,
    burstBytes,
    limitBytes,
  ]);
  expect(shapers.filter(([, ...settings]) => settings.some((each) => each !== undefined))).toEqual([
    ['tbf', 125_000, 10_240, 20_480],
  ]);
  expect(rows.every((row) => row.fqFlows === undefined && row.fqCodelEcnMark === undefined)).toBe(true);
});

test('takes each number from its place', async () => {
  const counts = { bytes: 2 ** 32 + 5, packets: 9, qlen: 1, backlogBytes: 2, drops: 3, requeues: 4, overlimits: 5 };
  expect(await rowsOf(qdisc('pfifo', { attributes: [stats2(basic, queue)] }))).toMatchObject([counts]);
  const pkt64 = attribute(8, words(9, 2));
  expect(await rowsOf(qdisc('pfifo', { attributes: [stats2(basic, queue, pkt64)] }))).toMatchObject([
    { ...counts, packets: 2 * 2 ** 32 + 9 },
  ]);
});

test('reads the older struct of a kernel that sends nothing newer, and knows nothing where it sends none', async () => {
  const legacy = attribute(3, words(5, 1, 9, 3, 5, 0, 0, 1, 2));
  const [row] = await rowsOf(qdisc('pfifo', { attributes: [legacy] }));
  expect(row).toMatchObject({ bytes: 2 ** 32 + 5, packets: 9, drops: 3, overlimits: 5, qlen: 1, backlogBytes: 2 });
  expect(row?.requeues).toBeUndefined();
  const [bare] = await rowsOf(qdisc('pfifo', {}));
  expect(bare).toMatchObject({
    kind: 'pfifo',
    bytes: undefined,
    packets: undefined,
    drops: undefined,
    qlen: undefined,
  });
});

const FQ = words(...Array.from({ length: 38 }, (_, n) => n));
test.each([
  [88, { fqThrottledFlows: 18, fqCeMark: 21 * 2 ** 32 + 20, fqHorizonDrops: undefined }],
  [104, { fqHorizonDrops: 23 * 2 ** 32 + 22, fqHorizonCaps: 25 * 2 ** 32 + 24, fqFastpathPackets: undefined }],
  [152, { fqFastpathPackets: 27 * 2 ** 32 + 26 }],
])('reads what fq keeps, in %i bytes', async (size, expected) => {
  const app = attribute(4, FQ.slice(0, size));
  const [row] = await rowsOf(qdisc('fq', { attributes: [stats2(basic, queue, app)] }));
  const always = { fqHighprioPackets: 3 * 2 ** 32 + 2, fqThrottled: 7 * 2 ** 32 + 6, fqFlowsPlimit: 9 * 2 ** 32 + 8 };
  expect(row).toMatchObject({ ...always, fqFlows: 16, fqInactiveFlows: 17, ...expected });
  expect(row?.fqCodelEcnMark).toBeUndefined();
});

test('reads what fq_codel keeps of the qdisc, not of a class', async () => {
  const of = (type: number) => attribute(4, words(type, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  const [row] = await rowsOf(qdisc('fq_codel', { attributes: [stats2(basic, queue, of(0))] }));
  expect(row).toMatchObject({
    fqCodelDropOverlimit: 2,
    fqCodelEcnMark: 3,
    fqCodelNewFlowCount: 4,
    fqCodelNewFlowsLen: 5,
    fqCodelOldFlowsLen: 6,
    fqCodelCeMark: 7,
    fqCodelMemoryUsageBytes: 8,
    fqCodelDropOvermemory: 9,
  });
  const [other] = await rowsOf(qdisc('fq_codel', { attributes: [stats2(basic, queue, of(1))] }));
  expect(other?.fqCodelEcnMark).toBeUndefined();
});

/** struct tc_tbf_qopt: rate, peakrate, limit, buffer, mtu. */
const tbf = (rate: number, limit: number, buffer: number) => words(0, 0, rate, 0, 0, 0, limit, buffer, 0);

test('reads what a shaper lets out: tbf, also beyond 4 GB a second, and cake, which may have no rate', async () => {
  const options = (...parts: readonly Uint8Array[]) => ({ attributes: [attribute(2, concat(parts))] });
  const settings = async (kind: string, parts: Parts) =>
    (await rowsOf(qdisc(kind, parts))).map(({ rateBytesPerSecond, burstBytes, limitBytes }) => [
      rateBytesPerSecond,
      burstBytes,
      limitBytes,
    ]);
  // 20 Mbit/s, and 32 KiB that take 13.1 ms of it.
  expect(await settings('tbf', options(attribute(1, tbf(2_500_000, 65_536, 204_800))))).toEqual([
    [2_500_000, 32_768, 65_536],
  ]);
  const fast = options(attribute(1, tbf(0xffff_ffff, 65_536, 1)), attribute(4, words(705_032_704, 1)));
  expect(await settings('tbf', fast)).toEqual([[5_000_000_000, 320, 65_536]]);
  expect(await settings('cake', options(attribute(2, words(125_000, 0))))).toEqual([[125_000, undefined, undefined]]);
  expect(await settings('cake', options(attribute(2, words(0, 0))))).toEqual([[undefined, undefined, undefined]]);
  expect(await settings('pfifo', options(attribute(1, tbf(1, 2, 3))))).toEqual([[undefined, undefined, undefined]]);
  expect(await settings('tbf', {})).toEqual([[undefined, undefined, undefined]]);
});

test('a device that has no name yet, and a kind that no kernel has, are left out', async () => {
  expect(await rowsOf(qdisc('fq', { ifindex: 99 }), qdisc('a b', {}), qdisc('', {}))).toEqual([]);
});

test('queues with the same handle are told apart by what they hang on, and one listed twice counts once', async () => {
  const child = (parent: number) => qdisc('pfifo_fast', { handle: 0, parent, attributes: [stats2(basic, queue)] });
  const rows = await rowsOf(child(0x1_0001), child(0x1_0002), child(0x1_0002), child(0x1_000a));
  expect(rows.map(({ handle, parent }) => [handle, parent])).toEqual([
    ['0:', '1:1'],
    ['0:', '1:2'],
    ['0:', '1:a'],
  ]);
});

test('whatever the bytes are, it ends with whole qdiscs or a clear error', async () => {
  await expectOnlyWholeEntries('qdisc', async (rtnetlink) => {
    for (const row of await readQdiscs(rtnetlink)) expect(['lo', 'veth0', 'veth1', 'br0']).toContain(row.device);
  });
});
