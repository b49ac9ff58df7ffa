import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TUNABLES } from './catalog.ts';
import { parseTunable } from './parse.ts';

/**
 * Names that a kernel may lack, by age, configuration or because the test runs in a child network namespace. Every other
 * name must exist wherever Linux 5.4 or newer runs.
 */
const MAY_BE_ABSENT: readonly RegExp[] = [
  // Connection tracking is a module; multipath TCP and IPv6 can be left out or switched off.
  /^net\.netfilter\./,
  /^net\.mptcp\./,
  /^net\.ipv6\./,
  // Added since 5.4.
  /^net\.core\.(txrehash|mem_pcpu_rsv|skb_defer_max|netdev_budget_usecs|high_order_alloc_disable)$/,
  /^net\.ipv4\.(tcp_shrink_window|tcp_syn_linear_timeouts|tcp_rto_min_us|tcp_rto_max_ms|tcp_tw_reuse_delay)$/,
  /^net\.ipv4\.(tcp_migrate_req|tcp_child_ehash_entries|udp_child_hash_entries|tcp_no_ssthresh_metrics_save)$/,
  /^net\.ipv4\.(tcp_comp_sack_nr|tcp_comp_sack_delay_ns|tcp_mtu_probe_floor)$/,
  // Left out of some configurations.
  /^net\.core\.(busy_read|busy_poll|rps_sock_flow_entries|default_qdisc)$/,
  /^net\.ipv4\.(tcp_syncookies|fib_multipath_hash_policy)$/,
  // Only in the first network namespace.
  /^net\.core\.(netdev_|dev_weight|message_|gro_normal_batch|max_skb_frags)/,
  /^net\.ipv4\.(tcp_mem|udp_mem|tcp_max_orphans)$/,
  /^net\.ipv4\.neigh\.default\./,
];

const pathOf = (name: string): string => `/proc/sys/${name.replaceAll('.', '/')}`;
const present = TUNABLES.filter((entry) => existsSync(pathOf(entry.name)));

test('every name is one this kernel has, or one that kernels may lack', () => {
  const missing = TUNABLES.filter((entry) => !present.includes(entry)).map((entry) => entry.name);
  expect(missing.filter((name) => !MAY_BE_ABSENT.some((pattern) => pattern.test(name)))).toEqual([]);
  expect(present.length).toBeGreaterThan(60);
});

test('the value in force fits the shape of its tunable', () => {
  const refused = present.flatMap((entry) => {
    const answer = parseTunable(entry, readFileSync(pathOf(entry.name), 'utf8'));
    return answer.ok ? [] : [answer.error];
  });
  expect(refused).toEqual([]);
});

test('the congestion control in force is one of those the kernel lists', () => {
  const offered = readFileSync('/proc/sys/net/ipv4/tcp_available_congestion_control', 'utf8').trim().split(/\s+/);
  const entry = TUNABLES.find(({ name }) => name === 'net.ipv4.tcp_congestion_control');
  if (entry === undefined) throw new Error('the congestion control is not catalogued');
  expect(parseTunable(entry, readFileSync(pathOf(entry.name), 'utf8'), offered)).toMatchObject({ ok: true });
  expect(parseTunable(entry, 'no_such_control', offered)).toMatchObject({ ok: false });
});
