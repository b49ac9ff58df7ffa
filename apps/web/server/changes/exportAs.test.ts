import type { AppliedChange, ChangeRecord } from '@netstrata/protocol';
import { describe, expect, it } from 'vitest';
import { exportAs } from './exportAs.ts';
import { keptSettings } from './keptSettings.ts';

const HOST = { hostId: 'host-0001', hostname: 'alpha' };
const SOMAXCONN = { tunable: 'net.core.somaxconn', namespace: 'host', before: '128', after: '4096' };
const RMEM = {
  tunable: 'net.ipv4.tcp_rmem',
  namespace: 'host',
  before: '4096 131072 6291456',
  after: '4096 131072 16777216',
};
const RING = { tunable: 'ethtool.rings.rx', namespace: 'host', device: 'eth0', before: '256', after: '512' };
const TSO = {
  tunable: 'ethtool.features.tx-tcp-segmentation',
  namespace: 'host',
  device: 'eth0',
  before: 'off',
  after: 'on',
};
const RPS = { tunable: 'sysfs.rps_cpus', namespace: 'host', device: 'eth0', queue: 1, before: '0', after: '3' };
const ELSEWHERE = { ...SOMAXCONN, namespace: '4026532000' };

let made = 0;
const record = (changes: readonly AppliedChange[], rest: Partial<ChangeRecord> = {}): ChangeRecord => ({
  id: `change-${(made++).toString().padStart(8, '0')}`,
  hostId: HOST.hostId,
  state: 'kept',
  changes,
  because: 'the queue overflows',
  by: 'person:ada@example.org',
  requestedMs: 1_790_000_000_000,
  decidedMs: 1_790_000_030_000,
  ...rest,
});
const text = (format: Parameters<typeof exportAs>[0], ...records: ChangeRecord[]) =>
  exportAs(format, HOST, keptSettings(records));
const ALL = [record([SOMAXCONN, RMEM]), record([RING, TSO, RPS], { because: 'drops' }), record([ELSEWHERE])];
const STORY = 'person:ada@example.org, 2026-09-21T14:13:50.000Z';

describe('what is kept, as a file', () => {
  it('for sysctl.d', () => {
    expect(text('sysctl', ...ALL)).toBe(`# Settings that are kept on alpha (host-0001) by Netstrata.

# ethtool.features.tx-tcp-segmentation of eth0: off -> on, ${STORY}: drops
# Not set by this file: ethtool -K eth0 tx-tcp-segmentation on

# ethtool.rings.rx of eth0: 256 -> 512, ${STORY}: drops
# Not set by this file: ethtool -G eth0 rx 512

# net.core.somaxconn: 128 -> 4096, ${STORY}: the queue overflows
net.core.somaxconn = 4096

# net.core.somaxconn in namespace 4026532000: 128 -> 4096, ${STORY}: the queue overflows
# Only in network namespace 4026532000: net.core.somaxconn = 4096

# net.ipv4.tcp_rmem: 4096 131072 6291456 -> 4096 131072 16777216, ${STORY}: the queue overflows
net.ipv4.tcp_rmem = 4096 131072 16777216

# sysfs.rps_cpus of eth0 queue 1: 0 -> 3, ${STORY}: drops
# Not set by this file: echo 3 > /sys/class/net/eth0/queues/rx-1/rps_cpus
`);
  });

  it('for Ansible', () => {
    expect(
      text('ansible', record([SOMAXCONN]), record([RING, RPS], { because: 'drops' })),
    ).toBe(`# Settings that are kept on alpha (host-0001) by Netstrata.

# ethtool.rings.rx of eth0: 256 -> 512, ${STORY}: drops
- name: "Set ethtool.rings.rx of eth0"
  ansible.builtin.command:
    argv: ["ethtool", "-G", "eth0", "rx", "512"]
  changed_when: true

# net.core.somaxconn: 128 -> 4096, ${STORY}: the queue overflows
- name: "Set net.core.somaxconn"
  ansible.posix.sysctl:
    name: "net.core.somaxconn"
    value: "4096"
    sysctl_file: /etc/sysctl.d/90-netstrata.conf
    state: present
    reload: true

# sysfs.rps_cpus of eth0 queue 1: 0 -> 3, ${STORY}: drops
- name: "Set sysfs.rps_cpus of eth0 queue 1"
  ansible.builtin.shell:
    cmd: "echo 3 > /sys/class/net/eth0/queues/rx-1/rps_cpus"
  changed_when: true
`);
  });

  it('for tuned', () => {
    expect(text('tuned', ...ALL)).toBe(`# Settings that are kept on alpha (host-0001) by Netstrata.
# net.core.somaxconn in namespace 4026532000: 128 -> 4096, ${STORY}: the queue overflows
# Only in network namespace 4026532000: net.core.somaxconn = 4096

[main]
summary=Settings kept by Netstrata

[sysctl]
# net.core.somaxconn: 128 -> 4096, ${STORY}: the queue overflows
net.core.somaxconn=4096
# net.ipv4.tcp_rmem: 4096 131072 6291456 -> 4096 131072 16777216, ${STORY}: the queue overflows
net.ipv4.tcp_rmem=4096 131072 16777216

[sysfs]
# sysfs.rps_cpus of eth0 queue 1: 0 -> 3, ${STORY}: drops
/sys/class/net/eth0/queues/rx-1/rps_cpus=3

[net_eth0]
type=net
devices=eth0
# ethtool.rings.rx of eth0: 256 -> 512, ${STORY}: drops
ring=rx 512
# ethtool.features.tx-tcp-segmentation of eth0: off -> on, ${STORY}: drops
features=tx-tcp-segmentation on
`);
  });

  it('has nothing in it when nothing is kept', () => {
    expect(text('sysctl', record([SOMAXCONN], { state: 'undone' }), record([RMEM], { state: 'pending' }))).toBe(
      '# Settings that are kept on alpha (host-0001) by Netstrata.\n# None is kept.\n',
    );
    expect(text('ansible')).toContain('\n[]\n');
  });

  it('takes the newest of what was kept several times', () => {
    const newer = record([{ ...SOMAXCONN, before: '4096', after: '8192' }]);
    expect(text('sysctl', newer, record([SOMAXCONN]))).toContain('\nnet.core.somaxconn = 8192\n');
    expect(text('sysctl', newer, record([SOMAXCONN]))).not.toContain('\nnet.core.somaxconn = 4096');
  });
});

describe('hostile texts', () => {
  const EVIL = 'a\nnet.ipv4.ip_forward = 1\r\n- name: x\u2028[script]\u0085{{ lookup("pipe", "id") }} $(id)';
  const evil = record([SOMAXCONN], { because: EVIL, by: EVIL });

  it.each(['sysctl', 'ansible', 'tuned'] as const)('add no line to a %s file', (format) => {
    const clean = text(format, record([SOMAXCONN])).split('\n');
    const dirty = text(format, evil).split(/\r\n|[\n\r\u0085\u2028\u2029]/);
    expect(dirty).toHaveLength(clean.length);
    const differ = dirty.filter((line, at) => line !== clean[at]);
    expect(differ).toHaveLength(1);
    expect(differ[0]).toMatch(/^# net\.core\.somaxconn: /);
  });

  it('a hostname ends no line either', () => {
    const file = exportAs('sysctl', { ...HOST, hostname: 'a\nnet.x = 1' }, []);
    expect(file).toBe('# Settings that are kept on a net.x = 1 (host-0001) by Netstrata.\n# None is kept.\n');
  });

  it.each(['sysctl', 'ansible', 'tuned'] as const)(
    'a value that only a host claims is left out of a %s file',
    (format) => {
      const claimed = { ...SOMAXCONN, after: '{{ lookup("pipe", "id") }}' };
      const lines = text(format, record([claimed])).split('\n');
      expect(lines).toContain('# Left out: its value is none that this setting takes.');
      expect(lines.filter((line) => line.includes('lookup') && !line.startsWith('#'))).toEqual([]);
    },
  );

  it('a device with a strange name is quoted, and only shown', () => {
    const strange = { ...RING, device: "a'$(id);{{x}}" };
    expect(text('sysctl', record([strange]))).toContain(
      `# Not set by this file: ethtool -G 'a'\\''$(id);{{x}}' rx 512\n`,
    );
    for (const format of ['ansible', 'tuned'] as const) {
      const lines = text(format, record([strange])).split('\n');
      expect(lines.filter((line) => line.includes('$(id)') && !line.startsWith('#'))).toEqual([]);
    }
  });
});
