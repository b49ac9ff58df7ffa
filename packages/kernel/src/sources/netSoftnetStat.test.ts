import { expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { expectNoInvention } from '../testing/hostileText.ts';
import { parseNetSoftnetStat } from './netSoftnetStat.ts';

const good = fixture('softnet_stat');
/** Columns 0 to 14 of a row in which each says its own number, so that a shift would show. */
const COLUMNS = Array.from({ length: 15 }, (_, column) => (0x10 + column).toString(16).padStart(8, '0'));
const rowOf = (width: number) => `${COLUMNS.slice(0, width).join(' ')}\n`;

test('gives a row for each CPU', () => {
  const none = { dropped: 0, timeSqueeze: 0, receivedRps: 0, flowLimitCount: 0 };
  const queues = { backlogLen: 0, inputQueueLen: 0, processQueueLen: 0 };
  expect(parseNetSoftnetStat(good)).toEqual([
    { cpu: 0, processed: 669_730, ...none, ...queues },
    { cpu: 1, processed: 1_001_042, ...none, ...queues },
  ]);
});

test.each([
  [9, { cpu: 0, receivedRps: undefined, flowLimitCount: undefined, backlogLen: undefined }],
  [10, { cpu: 0, receivedRps: 0x19, flowLimitCount: undefined, backlogLen: undefined }],
  [11, { cpu: 0, receivedRps: 0x19, flowLimitCount: 0x1a, backlogLen: undefined }],
  [12, { cpu: 0, flowLimitCount: 0x1a, backlogLen: 0x1b, inputQueueLen: undefined }],
  [13, { cpu: 0x1c, backlogLen: 0x1b, inputQueueLen: undefined, processQueueLen: undefined }],
  [14, { cpu: 0x1c, inputQueueLen: 0x1d, processQueueLen: undefined }],
  [15, { cpu: 0x1c, inputQueueLen: 0x1d, processQueueLen: 0x1e }],
])('reads a kernel that prints %i columns', (width, expected) => {
  const [row] = parseNetSoftnetStat(rowOf(width));
  expect(row).toMatchObject({ processed: 0x10, dropped: 0x11, timeSqueeze: 0x12, ...expected });
});

test('keeps the numbers of CPUs when one between them is offline', () => {
  const cpu = (number: number) => rowOf(15).replace(/0000001c/, number.toString(16).padStart(8, '0'));
  expect(parseNetSoftnetStat(cpu(0) + cpu(3)).map((row) => row.cpu)).toEqual([0, 3]);
});

test.each([
  [rowOf(8), 'row 0 has 8 columns'],
  [rowOf(9).replace('00000011', '0000011'), '"0000011" is not a word of eight hex digits'],
  [rowOf(9).replace('00000011', 'fffffffff'), '"fffffffff" is not a word of eight hex digits'],
])('refuses %j', (text, detail) => {
  expect(() => parseNetSoftnetStat(text)).toThrow(expect.objectContaining({ path: '/proc/net/softnet_stat', detail }));
});

test('never invents a number', () => {
  // The CPU's number may be the row's place, which stands in no text: it is left out by parsing rows with that column alone.
  const parse = (text: string) => parseNetSoftnetStat(text).map(({ cpu: _, ...row }) => row);
  expectNoInvention({ parse, good, digitsOf: (value) => value.toString(16).padStart(8, '0') });
});
