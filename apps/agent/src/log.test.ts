import { describe, expect, it } from 'vitest';
import { openLog } from './log.ts';

describe('openLog', () => {
  it('writes one line an event, from its level up', () => {
    const lines: string[] = [];
    const log = openLog('info', (line) => lines.push(line.replace(/^\S+/, 'TIME')));
    log.debug('unseen');
    log.info('connected', { server: 'http://127.0.0.1:1', ticks: 3, why: undefined });
    log.warn('a\nb', { reason: 'two words' });
    expect(lines).toEqual([
      'TIME info  agent: connected server=http://127.0.0.1:1 ticks=3\n',
      'TIME warn  agent: a b reason="two words"\n',
    ]);
  });
});
