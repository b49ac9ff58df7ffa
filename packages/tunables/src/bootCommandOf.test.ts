import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { bootCommandOf } from './bootCommandOf.ts';

it.each([
  ['net.core.somaxconn', '8192', "echo 'net.core.somaxconn = 8192' >> /etc/sysctl.d/90-netstrata.conf"],
  [
    'net.ipv4.tcp_wmem',
    '4096 16384 8388608',
    "echo 'net.ipv4.tcp_wmem = 4096 16384 8388608' >> /etc/sysctl.d/90-netstrata.conf",
  ],
])('%s is written where each boot reads it', (tunable, proposed, line) => {
  expect(bootCommandOf({ tunable, proposed, namespace: 'host' })).toBe(line);
});

it.each(["it's; rm -rf /", '`id`', '"$HOME"', '*'])('a shell writes the value as it is: %s', (proposed) => {
  const [write] = bootCommandOf({ tunable: 'net.a.b', proposed, namespace: 'host' })?.split(' >> ') ?? [];
  expect(execFileSync('/bin/sh', ['-c', write ?? ''], { encoding: 'utf8' })).toBe(`net.a.b = ${proposed}\n`);
});

it('has no line for what no file of sysctls sets', () => {
  const device = { tunable: 'sysfs.tx_queue_len', proposed: '1000', namespace: 'host', device: 'eth0' };
  expect(bootCommandOf(device)).toBeUndefined();
  expect(bootCommandOf({ tunable: 'net.core.somaxconn', proposed: '1', namespace: '4026532281' })).toBeUndefined();
});
