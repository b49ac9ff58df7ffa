import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isInPrefix } from './addresses.ts';
import { completeSocketFilter, parseSocketFilter } from './index.ts';

const termsOf = (text: string) => {
  const result = parseSocketFilter(text);
  return result.ok ? result.filter.terms : expect.fail(result.trouble.message.en);
};
const testOf = (text: string) => termsOf(text)[0]?.tests[0];
const troubleOf = (text: string) => {
  const result = parseSocketFilter(text);
  if (result.ok) return expect.fail('it was taken');
  const { start, end, message } = result.trouble;
  return [text.slice(start, end), message.en];
};

describe('a filter', () => {
  it.each([
    ['state:ESTAB', { kind: 'state', state: 'established' }],
    ['protocol:udp', { kind: 'protocol', protocol: 'udp' }],
    ['limited:rwnd', { kind: 'limit', limit: 'receiver' }],
    ['limited:rcvbuf', { kind: 'limit', limit: 'receive-buffer' }],
    ['limited:sender', { kind: 'limit', limit: 'sender' }],
    ['limit:send-buffer', { kind: 'limit', limit: 'send-buffer' }],
    ['dport:443', { kind: 'number', field: 'remotePort', compare: '=', value: 443 }],
    ['sport:>1024', { kind: 'number', field: 'localPort', compare: '>', value: 1024 }],
    ['port:8000-8999', { kind: 'range', field: 'port', least: 8000, most: 8999 }],
    ['rcv>80%', { kind: 'number', field: 'receive', compare: '>', value: 0.8, ofLimit: true }],
    ['snd>1MB', { kind: 'number', field: 'send', compare: '>', value: 1_000_000 }],
    ['recvq>=64KiB', { kind: 'number', field: 'recvQ', compare: '>=', value: 65_536 }],
    ['rtt>50ms', { kind: 'number', field: 'rtt', compare: '>', value: 50_000 }],
    ['rtt<1.5s', { kind: 'number', field: 'rtt', compare: '<', value: 1_500_000 }],
    ['rate>8Mbit/s', { kind: 'number', field: 'rate', compare: '>', value: 1_000_000 }],
    ['cwnd<4', { kind: 'number', field: 'cwnd', compare: '<', value: 4 }],
    ['proc:"Web Server"', { kind: 'name', field: 'process', text: 'web server', exact: false }],
    ['proc=nginx', { kind: 'name', field: 'process', text: 'nginx', exact: true }],
    ['user:root', { kind: 'name', field: 'user', text: 'root', exact: true }],
    ['proc:-', { kind: 'nameless', field: 'process' }],
    ['peer:10.0.0.0/8', { kind: 'address', side: 'peer', prefix: { bytes: [10, 0, 0, 0], bits: 8 } }],
    ['local:127.0.0.1:80', { kind: 'address', side: 'local', prefix: { bytes: [127, 0, 0, 1], bits: 32 }, port: 80 }],
    ['local:/run/a.sock', { kind: 'address', side: 'local', text: '/run/a.sock' }],
    ['peer:10.', { kind: 'address', side: 'peer', text: '10.' }],
    ['fe80::1', { kind: 'text', text: 'fe80::1' }],
    ['127.0.0.1:80', { kind: 'text', text: '127.0.0.1:80' }],
    ['Nginx', { kind: 'text', text: 'nginx' }],
  ])('%s asks %o', (text, expected) => {
    expect(testOf(text)).toEqual(expected);
  });

  it('has alternatives behind commas, and a dash turns a word', () => {
    expect(termsOf('-state:listen,time-wait nginx')).toEqual([
      {
        negated: true,
        tests: [
          { kind: 'state', state: 'listen' },
          { kind: 'state', state: 'time-wait' },
        ],
      },
      { negated: false, tests: [{ kind: 'text', text: 'nginx' }] },
    ]);
  });

  it('names one network namespace', () => {
    expect(parseSocketFilter('netns:"Docker Web" port:1')).toMatchObject({ ok: true, filter: { netns: 'docker web' } });
    expect(troubleOf('netns:a netns:b')).toEqual([
      'netns:b',
      'The filter has netns: 2 times: sockets are listed of one namespace.',
    ]);
  });

  it.each([
    ['a state:asleep', 'asleep', 'state:asleep is no state: there are established, syn-sent'],
    ['stat:listen', 'stat', 'The filter does not know stat: did you mean state?'],
    ['zzzzzz>4', 'zzzzzz', 'The filter does not know zzzzzz: there are state, proto'],
    ['dport:99999', '99999', 'dport:99999 is no port'],
    ['dport:80,x', 'x', 'dport:x is no port'],
    ['rtt>fast', 'fast', 'rtt>fast cannot be understood: expected is a time, such as 50ms'],
    ['cwnd>4MB', '4MB', 'cwnd>4MB cannot be understood'],
    ['peer:10.0.0.0/40', '10.0.0.0/40', '10.0.0.0/40 is no address'],
    ['x proc:', 'proc:', 'proc: needs a value, as in proc:nginx.'],
    ['state>4', 'state>4', 'state is no number'],
    ['process:"a b', '"a b', 'The filter has a quotation mark that is not closed.'],
    ['-netns:a', '-netns:a', 'netns: cannot be negated'],
  ])('%s is wrong at %s', (text, place, message) => {
    const [where, told] = troubleOf(text);
    expect(where).toBe(place);
    expect(told).toContain(message);
  });
});

describe('a prefix', () => {
  const prefix = { bytes: [10, 96, 0, 0], bits: 12 };
  it.each([
    [[10, 111, 1, 1], true],
    [[10, 112, 1, 1], false],
    [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 97, 0, 1], true],
    [[0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 255, 255, 10, 97, 0, 1], false],
  ])('has %o in it: %s', (address, expected) => {
    expect(isInPrefix(prefix, address)).toBe(expected);
  });
});

describe('completion', () => {
  it.each([
    ['st', 2, ['state:']],
    ['-d', 2, ['dport:', 'drops>', 'dev:']],
    ['state:sy', 8, ['syn-sent', 'syn-recv']],
    ['state:listen,clos', 17, ['close', 'close-wait', 'closing']],
    ['limited:s port:1', 9, ['sndbuf', 'sender']],
    ['rcv>', 4, ['50%', '80%', '95%']],
  ])('of %s offers %o', (text, caret, options) => {
    expect(completeSocketFilter(text, caret).options).toEqual(options);
  });

  it('tells which letters a choice takes the place of', () => {
    expect(completeSocketFilter('a proc:ng b', 9)).toEqual({
      start: 7,
      end: 9,
      typed: 'ng',
      field: 'proc',
      options: [],
    });
  });
});

const words = fc.constantFrom(
  'state:',
  'dport',
  'rcv>',
  'peer:',
  'proc:"',
  '-',
  ',',
  ':',
  '"',
  '>',
  '80%',
  '10.0.0.0/8',
  '::',
  'netns:',
  ' ',
);
const hostile = fc.array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 6 }), fc.string({ maxLength: 8 })), {
  maxLength: 40,
});

test('whatever is typed gives a filter, or what is wrong with which letters', () => {
  fc.assert(
    fc.property(hostile, fc.nat(500), (parts, caret) => {
      const text = parts.join('');
      const result = parseSocketFilter(text);
      if (!result.ok) {
        const { start, end, message } = result.trouble;
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(message.en).not.toBe('');
        expect(message['zh-CN']).not.toBe('');
      }
      const completion = completeSocketFilter(text, Math.min(caret, text.length));
      expect(completion.start).toBeLessThanOrEqual(completion.end);
      expect(completion.end).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 500 },
  );
});

test('every value that is offered is taken', () => {
  for (const field of ['state:', 'proto:', 'limited:', 'rcv>', 'fill>']) {
    const { options } = completeSocketFilter(field, field.length);
    expect(options.length).toBeGreaterThan(2);
    for (const option of options) expect(parseSocketFilter(`${field}${option}`).ok).toBe(true);
  }
});
