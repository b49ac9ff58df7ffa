import { describe, expect, test } from 'vitest';
import { LabHost } from '../host/LabHost.ts';
import { labSupport } from '../namespace/support.ts';

const support = labSupport();

/** What the setting was before, which is more than the rule asks for. */
const BEFORE = 'before';

/** A harmful value for each setting, with the advice that it has to open and the exact change in it. */
const HARMFUL = [
  { rule: 'setting-tcp-sack-off', name: 'net.ipv4.tcp_sack', harmful: '0', proposed: '1' },
  { rule: 'setting-tcp-window-scaling-off', name: 'net.ipv4.tcp_window_scaling', harmful: '0', proposed: '1' },
  { rule: 'setting-tcp-timestamps-off', name: 'net.ipv4.tcp_timestamps', harmful: '0', proposed: '1' },
  { rule: 'setting-tcp-syncookies-off', name: 'net.ipv4.tcp_syncookies', harmful: '0', proposed: '1' },
  { rule: 'setting-tcp-abort-on-overflow', name: 'net.ipv4.tcp_abort_on_overflow', harmful: '1', proposed: '0' },
  { rule: 'setting-tcp-moderate-rcvbuf-off', name: 'net.ipv4.tcp_moderate_rcvbuf', harmful: '0', proposed: '1' },
  {
    rule: 'setting-tcp-rmem-absurd',
    name: 'net.ipv4.tcp_rmem',
    harmful: '4096 16777216 2147483647',
    proposed: BEFORE,
  },
  {
    rule: 'setting-tcp-wmem-absurd',
    name: 'net.ipv4.tcp_wmem',
    harmful: '4194304 8388608 16777216',
    proposed: '4096 16384 16777216',
  },
  { rule: 'setting-tcp-recovery-off', name: 'net.ipv4.tcp_recovery', harmful: '0', proposed: '1' },
  { rule: 'setting-tcp-early-retrans-off', name: 'net.ipv4.tcp_early_retrans', harmful: '0', proposed: '3' },
  { rule: 'setting-somaxconn-tiny', name: 'net.core.somaxconn', harmful: '128', proposed: '4096' },
  { rule: 'setting-fin-timeout-tiny', name: 'net.ipv4.tcp_fin_timeout', harmful: '2', proposed: BEFORE },
  { rule: 'setting-keepalive-never', name: 'net.ipv4.tcp_keepalive_time', harmful: '864000', proposed: '7200' },
  { rule: 'setting-tcp-retries2-tiny', name: 'net.ipv4.tcp_retries2', harmful: '3', proposed: BEFORE },
  {
    rule: 'setting-local-ports-parity',
    name: 'net.ipv4.ip_local_port_range',
    harmful: '20000 60000',
    proposed: '20000 60001',
  },
] as const;

/** What the kernel counts of the harm, by the setting. */
const COUNTED: ReadonlyMap<string, readonly string[]> = new Map([
  ['net.ipv4.tcp_abort_on_overflow', ['transport.tcpExt.embryonicRsts']],
]);

describe.skipIf(!support.ok)(`harmful settings${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('each opens its advice with the exact change, which closes it; a fresh host has none', async () => {
    await using host = await LabHost.start();
    await host.staysSilent('setting-tcp-sack-off', 0);
    const settings = () => [...host.heard.keys()].filter((id) => id.startsWith('setting-'));
    expect(settings()).toEqual([]);

    const usual = new Map<string, string>();
    for (const { name, harmful } of HARMFUL) {
      usual.set(name, (await host.namespace.sysctl(name)).split(/\s+/).join(' '));
      await host.namespace.sysctl(name, harmful);
    }
    const opened = await Promise.all(HARMFUL.map(({ rule }) => host.opened(rule)));
    for (const [n, { name, harmful, proposed }] of HARMFUL.entries()) {
      expect(opened[n]?.changes).toMatchObject([
        {
          tunable: name,
          namespace: 'host',
          current: harmful,
          proposed: proposed === BEFORE ? usual.get(name) : proposed,
        },
      ]);
      expect(opened[n]?.evidence.map(({ metric }) => metric)).toEqual(COUNTED.get(name) ?? []);
    }

    await Promise.all(opened.map((advice) => host.apply(advice)));
    await Promise.all(HARMFUL.map(({ rule }) => host.closed(rule)));
    expect(settings().toSorted()).toEqual(opened.map(({ id }) => id).toSorted());

    await host.sysctl('net.ipv4.tcp_syncookies', 2);
    const always = await host.opened('setting-tcp-syncookies-always');
    await host.apply(always);
    expect(await host.namespace.sysctl('net.ipv4.tcp_syncookies')).toBe('1');
    await host.closed('setting-tcp-syncookies-always');
  });
});
