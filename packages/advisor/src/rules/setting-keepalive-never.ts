import { formatAge } from '@netstrata/metrics';
import { settingRule } from '../settingRule.ts';

const NEVER_SECONDS = 86_400;
const KERNEL_SECONDS = 7200;

/** Keepalive that begins after days: dead peers are never found. */
export const settingKeepaliveNever = settingRule({
  id: 'setting-keepalive-never',
  layer: 'transport',
  title: 'Keepalive begins after more than a day',
  tunable: 'net.ipv4.tcp_keepalive_time',
  severity: 'info',
  judge: ({ numbers: [value] }) =>
    value !== undefined && value > NEVER_SECONDS
      ? {
          proposed: KERNEL_SECONDS,
          arithmetic: `${KERNEL_SECONDS} s: the default of the kernel`,
          title: `Dead peers stay connected for ${formatAge(value * 1000)} before anybody asks`,
          why: 'A peer that loses its power or its network says nothing. A program that waits for it to speak finds out only by keepalive: after a time of silence the kernel asks whether the other side still lives. With this time a program that asked for keepalive has in effect none: connections to machines that are long gone pile up, each with its memory, its file descriptor and often a thread.',
        }
      : undefined,
  actions: [
    'Firewalls and load balancers often forget a silent connection after some minutes: then 300 s is better still, and a program can set its own time with TCP_KEEPIDLE.',
  ],
  risk: 'Risk 1 of 4. One small packet for each silent connection in two hours, of programs that asked for keepalive only.',
  expectedEffect: 'Connections to peers that are gone are closed within two hours and eleven minutes.',
  verify: '"ss -tno" shows timer:(keepalive,…) of at most two hours on connections whose program asked for it.',
  notWhen: 'Silent connections must survive outages of hours, and every program has a heartbeat of its own.',
  about: {
    symptom: 'Connections to machines that no longer exist stay for days; programs run out of file descriptors.',
    reasoning: 'net.ipv4.tcp_keepalive_time is more than a day.',
    formula: '7,200 seconds, the default of the kernel',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_keepalive_time)', 'RFC 9293, section 3.8.4'],
  },
});
