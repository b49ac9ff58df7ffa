import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandOf } from './commandOf.ts';
import { DEVICE_SETTINGS } from './deviceCatalog.ts';

const printed = (script: string) => execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' });

describe('a sysctl', () => {
  it.each([
    ['net.core.somaxconn', '8192', 'sysctl -w net.core.somaxconn=8192'],
    ['net.ipv4.tcp_wmem', '4096 16384 8388608', "sysctl -w net.ipv4.tcp_wmem='4096 16384 8388608'"],
    ['net/ipv4/conf/eth0.100/rp_filter', '2', 'sysctl -w net/ipv4/conf/eth0.100/rp_filter=2'],
    ['net.core.default_qdisc', '$(reboot)', "sysctl -w net.core.default_qdisc='$(reboot)'"],
    ['net.core.x', '', "sysctl -w net.core.x=''"],
  ])('%s to %s', (tunable, proposed, line) => {
    expect(commandOf({ tunable, proposed })).toBe(line);
  });

  it.each(['4096 16384 8388608', "it's; rm -rf /", '`id`', '"$HOME"', '\\', '*'])(
    'reaches sysctl as one word through a shell: %s',
    (proposed) => {
      const script = `sysctl() { printf '%s' "$#|$2"; }; ${commandOf({ tunable: 'net.a.b', proposed })}`;
      expect(printed(script)).toBe(`2|net.a.b=${proposed}`);
    },
  );
});

describe('a setting of a device', () => {
  it.each([
    ['ethtool.rings.rx', '1024', 'ethtool -G eth0 rx 1024'],
    ['ethtool.channels.combined', '4', 'ethtool -L eth0 combined 4'],
    ['ethtool.coalesce.adaptive-rx', 'on', 'ethtool -C eth0 adaptive-rx on'],
    ['ethtool.features.tx-tcp-segmentation', 'off', 'ethtool -K eth0 tx-tcp-segmentation off'],
    ['sysfs.tx_queue_len', '1000', 'ip link set dev eth0 txqueuelen 1000'],
    ['sysfs.rps_flow_cnt', '4096', 'echo 4096 > /sys/class/net/eth0/queues/rx-2/rps_flow_cnt'],
    ['sysfs.rps_cpus', '1,ffffffff', "echo '1,ffffffff' > /sys/class/net/eth0/queues/rx-2/rps_cpus"],
    ['sysfs.xps_cpus', 'f', 'echo f > /sys/class/net/eth0/queues/tx-2/xps_cpus'],
  ])('%s to %s', (tunable, proposed, line) => {
    expect(commandOf({ tunable, proposed, device: 'eth0', queue: 2 })).toBe(line);
  });

  it('has a line for each of the catalogue', () => {
    for (const { name } of DEVICE_SETTINGS)
      expect(commandOf({ tunable: name, proposed: '1', device: 'eth0', queue: 0 })).not.toMatch(/undefined/);
  });

  it('a name that a shell would read is one word', () => {
    const device = "$(id)';x";
    const line = commandOf({ tunable: 'ethtool.rings.rx', proposed: '1', device });
    expect(printed(`ethtool() { printf '%s' "$#|$2"; }; ${line}`)).toBe(`4|${device}`);
  });
});
