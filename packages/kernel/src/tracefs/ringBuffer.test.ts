import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { type PageLayout, parseBufferStats, parseHeaderPage, walkPage } from './ringBuffer.ts';

const LAYOUT: PageLayout = parseHeaderPage(fixture('tracefs-header_page'));

/** A page of words, with its length in `commit`. */
function pageOf(words: readonly number[], commit = words.length * 4): DataView {
  const view = new DataView(new ArrayBuffer(16 + words.length * 4));
  view.setUint32(8, commit, true);
  words.forEach((word, at) => {
    view.setUint32(16 + at * 4, word, true);
  });
  return view;
}

function walk(view: DataView, length = view.byteLength) {
  const records: [at: number, size: number][] = [];
  const whole = walkPage(view, length, { layout: LAYOUT, visit: (_page, at, size) => records.push([at, size]) });
  return { whole, records };
}

const delta = (type: number) => (5 << 5) | type;

it('knows the layout of a page', () => {
  expect(LAYOUT).toEqual({ commitOffset: 8, dataOffset: 16, pageBytes: 4096 });
  expect(() => parseHeaderPage('\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n')).toThrow('is missing');
  expect(() =>
    parseHeaderPage(
      '\tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;\n\tfield: char data;\toffset:16;\tsize:99999;\tsigned:0;\n',
    ),
  ).toThrow('100015 bytes');
});

it('short, long, padded and time records are told apart', () => {
  const short = [delta(2), 1, 2];
  const long = [delta(0), 4 + 8, 1, 2];
  const discarded = [delta(29), 4 + 4, 9];
  const time = [delta(30), 77, delta(31), 78];
  expect(walk(pageOf([...time, ...short, ...discarded, ...long]))).toEqual({
    whole: true,
    records: [
      [36, 8],
      [64, 8],
    ],
  });
});

it('a page ends at its padding', () => {
  expect(walk(pageOf([delta(1), 7, 29, 0, delta(1), 8]))).toEqual({ whole: true, records: [[20, 4]] });
});

it('flags above the length do not change it', () => {
  const view = pageOf([delta(1), 7]);
  view.setUint32(8, 8 + 2 ** 31 + 2 ** 30, true);
  expect(walk(view)).toEqual({ whole: true, records: [[20, 4]] });
});

it.each([
  ['a record longer than the page', [delta(3), 1, 2]],
  ['a length of nothing', [delta(0), 0]],
  ['a length without its word', [delta(0)]],
  ['a time that is cut', [delta(30)]],
])('refuses %s', (_name, words) => {
  expect(walk(pageOf(words))).toEqual({ whole: false, records: [] });
});

it('refuses a page that says it is longer, or is shorter than a header', () => {
  expect(walk(pageOf([delta(1), 7], 12)).whole).toBe(false);
  expect(walk(pageOf([delta(1), 7]), 15).whole).toBe(false);
  expect(walk(pageOf([delta(1), 7]), 20).whole).toBe(false);
  expect(walk(pageOf([]))).toEqual({ whole: true, records: [] });
});

it('stays within any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 200 }), fc.nat(184), (bytes, commit) => {
      const view = new DataView(bytes.slice().buffer);
      view.setUint32(8, commit, true);
      for (const [at, size] of walk(view).records) {
        expect(at).toBeGreaterThanOrEqual(20);
        expect(at + size).toBeLessThanOrEqual(Math.min(bytes.length, 16 + commit));
      }
    }),
  );
});

it('statistics of a CPU’s buffer', () => {
  const text =
    'entries: 9\noverrun: 8\ncommit overrun: 1\nbytes: 500\noldest event ts:  2.0\nnow ts:  3.0\ndropped events: 7\nread events: 6\n';
  expect(parseBufferStats('stats', text)).toEqual({ entries: 9, overrun: 8, dropped: 8, read: 6 });
  expect(parseBufferStats('stats', 'entries: 9\noverrun: 8\n')).toEqual({
    entries: 9,
    overrun: 8,
    dropped: 0,
    read: 0,
  });
  expect(() => parseBufferStats('stats', 'entries: 9\n')).toThrow('overrun is missing');
  expect(() => parseBufferStats('stats', 'entries: x\noverrun: 8\n')).toThrow('entries or overrun is missing');
});
