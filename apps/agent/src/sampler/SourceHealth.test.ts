import { KernelError } from '@netstrata/kernel';
import { expect, test } from 'vitest';
import { openLog } from '../log.ts';
import { SourceHealth } from './SourceHealth.ts';

test('a source that fails and reads in turn is told once a minute, and counted each time', () => {
  const lines: string[] = [];
  let nowMs = 0;
  const health = new SourceHealth(
    openLog('info', (line) => lines.push(line)),
    () => nowMs,
  );
  const late = new KernelError({ code: 'timed-out', operation: 'read', path: '/proc/net/snmp', detail: '750 ms' });
  const flap = () => {
    health.failed('net/snmp', 750, late);
    expect(health.rows).toMatchObject([{ source: 'net/snmp', success: 0 }]);
    health.succeeded('net/snmp', 1);
  };
  for (; nowMs < 59_000; nowMs += 1000) flap();
  expect(lines.map((line) => / (source \S+ ?\S*)/.exec(line)?.[1])).toEqual([
    'source failed, its',
    'source reads again',
  ]);
  nowMs = 60_000;
  flap();
  expect(lines).toHaveLength(4);
  health.failed('net/snmp', 1, new Error('another reason'));
  expect(lines).toHaveLength(5);
  expect(health.rows).toMatchObject([{ failures: 61, success: 0 }]);
});
