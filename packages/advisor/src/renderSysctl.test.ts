import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { renderSysctl } from './renderSysctl.ts';

describe('renderSysctl', () => {
  it.each([
    ['net.core.somaxconn', '8192', 'sysctl -w net.core.somaxconn=8192'],
    ['net.ipv4.tcp_wmem', '4096 16384 8388608', "sysctl -w net.ipv4.tcp_wmem='4096 16384 8388608'"],
    ['net/ipv4/conf/eth0.100/rp_filter', '2', 'sysctl -w net/ipv4/conf/eth0.100/rp_filter=2'],
    ['net.core.default_qdisc', '$(reboot)', "sysctl -w net.core.default_qdisc='$(reboot)'"],
    ['net.core.x', '', "sysctl -w net.core.x=''"],
  ])('%s to %s', (tunable, proposed, line) => {
    expect(renderSysctl({ tunable, proposed })).toBe(line);
  });

  it.each(['4096 16384 8388608', "it's; rm -rf /", '`id`', '"$HOME"', '\\', '*'])(
    'reaches sysctl as one word through a shell: %s',
    (proposed) => {
      const script = `sysctl() { printf '%s' "$#|$2"; }; ${renderSysctl({ tunable: 'net.a.b', proposed })}`;
      expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })).toBe(`2|net.a.b=${proposed}`);
    },
  );
});
