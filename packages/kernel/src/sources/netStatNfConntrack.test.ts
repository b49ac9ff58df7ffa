import { expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { expectNoInvention } from '../testing/hostileText.ts';
import { parseNetStatNfConntrack } from './netStatNfConntrack.ts';

const good = fixture('nf_conntrack');

/** A row in which each column says its own place, so that a shift would show. */
const placesUnder = (header: string, end = '') => {
  const places = header.split(/ +/).map((_, column) => (0x10 + column).toString(16).padStart(8, '0'));
  return `${header}\n${places.join(' ')}${end}\n`;
};
const TAIL = 'insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete';
const same = {
  cpu: 0,
  found: 0x12,
  invalid: 0x14,
  insert: 0x18,
  insertFailed: 0x19,
  drop: 0x1a,
  earlyDrop: 0x1b,
  icmpError: 0x1c,
  expectNew: 0x1d,
  expectCreate: 0x1e,
  expectDelete: 0x1f,
};

test('gives a row for each CPU', () => {
  const none = {
    found: 0,
    insert: 0,
    insertFailed: 0,
    drop: 0,
    earlyDrop: 0,
    icmpError: 0,
    expectNew: 0,
    expectCreate: 0,
    expectDelete: 0,
    searchRestart: 0,
    clashres: 0,
    chainlength: 0,
  };
  expect(parseNetStatNfConntrack(good)).toEqual([
    { ...none, cpu: 0, invalid: 48 },
    { ...none, cpu: 1, invalid: 0 },
  ]);
});

test.each([
  [
    'before 2.6.35, with a space at the end',
    placesUnder(`entries  searched found new invalid ignore delete delete_list ${TAIL}`, ' '),
    { searchRestart: undefined, clashres: undefined, chainlength: undefined },
  ],
  [
    'before 5.10',
    placesUnder(`entries  searched found new invalid ignore delete delete_list ${TAIL} search_restart`),
    { searchRestart: 0x20, clashres: undefined, chainlength: undefined },
  ],
  [
    'before 5.15',
    placesUnder(`entries  clashres found new invalid ignore delete delete_list ${TAIL} search_restart`),
    { searchRestart: 0x20, clashres: 0x11, chainlength: undefined },
  ],
  [
    'of now',
    placesUnder(`entries  clashres found new invalid ignore delete chainlength ${TAIL} search_restart`),
    { searchRestart: 0x20, clashres: 0x11, chainlength: 0x17 },
  ],
  [
    'to come, with a column more',
    placesUnder(`entries  clashres found new invalid ignore delete chainlength ${TAIL} search_restart offload`),
    { searchRestart: 0x20, clashres: 0x11, chainlength: 0x17 },
  ],
])('reads a kernel %s', (_, text, differs) => {
  expect(parseNetStatNfConntrack(text)).toEqual([{ ...same, ...differs }]);
});

test('never invents a number', () => {
  // The CPU is the row's place, which stands in no text.
  const parse = (text: string) => parseNetStatNfConntrack(text).map(({ cpu: _, ...row }) => row);
  expectNoInvention({ parse, good, digitsOf: (value) => value.toString(16).padStart(8, '0') });
});
