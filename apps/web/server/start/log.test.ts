import { expect, it } from 'vitest';
import { createLog } from './log.ts';

const TIME = /^\d\d:\d\d:\d\d /;

it('writes one plain line a record, with fields behind the words', () => {
  const lines: string[] = [];
  const log = createLog('info', (line) => lines.push(line));
  log.info({ host: 'host-0001', behind: 3 }, 'an agent is connected');
  log.error({ err: new Error('disk full'), path: '/x' }, 'it failed');
  log.debug('not shown');
  expect(lines.map((line) => line.replace(TIME, ''))).toEqual([
    'info  an agent is connected host=host-0001 behind=3\n',
    'error it failed: disk full path=/x\n',
  ]);
  expect(lines.every((line) => TIME.test(line))).toBe(true);
});

it('lets nobody forge a line or steer the terminal', () => {
  const lines: string[] = [];
  createLog('info', (line) => lines.push(line)).warn({ host: 'a\n12:00:00 error b\u001b[2J' }, 'said');
  expect(lines.map((line) => line.replace(TIME, ''))).toEqual(['warn  said host=a 12:00:00 error b [2J\n']);
});
