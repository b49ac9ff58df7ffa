import { expect, it } from 'vitest';
import { actionParts, flagParts } from './actionParts.ts';

it.each([
  [
    'If the line carries more, raise the rate: "tc qdisc change dev eth0 root tbf rate 22mbit burst 27500 limit 30000" lets through the 20.0 Mbit/s that come now.',
    [
      { kind: 'text', text: 'If the line carries more, raise the rate:' },
      { kind: 'command', text: 'tc qdisc change dev eth0 root tbf rate 22mbit burst 27500 limit 30000' },
      { kind: 'text', text: 'lets through the 20.0 Mbit/s that come now.' },
    ],
  ],
  [
    '给它 50 ms："ethtool -s eth0 autoneg on"。',
    [
      { kind: 'text', text: '给它 50 ms：' },
      { kind: 'command', text: 'ethtool -s eth0 autoneg on' },
    ],
  ],
])('%s has its command on a line of its own', (action, parts) => {
  expect(actionParts(action)).toEqual(parts);
});

it.each([
  '"tc -s -d qdisc show dev eth0" shows rate, limit and what was dropped.',
  'A shaper ("tc qdisc … tbf") with a short queue is the usual place.',
  'See "ethtool -S eth0" and "ethtool -L".',
])('%s sets nothing that could be pasted', (action) => {
  expect(actionParts(action)).toEqual([{ kind: 'text', text: action }]);
});

it('options of commands in prose are told apart, hyphens in words are not', () => {
  const text = 'Find the size: "ping -M do -s 1472 host", step-wise, with --count 3.';
  const parts = flagParts(text);
  expect(parts.filter(({ isFlag }) => isFlag).map(({ part }) => part)).toEqual(['-M', '-s', '--count']);
  expect(parts.map(({ part }) => part).join('')).toBe(text);
  for (const { start, part } of parts) expect(text.startsWith(part, start)).toBe(true);
});
