import { settingRule } from '../settingRule.ts';

const TINY_SECONDS = 5;
const PROPOSED_SECONDS = 30;

/** Half-closed connections forgotten before their peer can finish. */
export const settingFinTimeoutTiny = settingRule({
  id: 'setting-fin-timeout-tiny',
  layer: 'transport',
  title: 'Half-closed connections are forgotten at once',
  tunable: 'net.ipv4.tcp_fin_timeout',
  severity: 'info',
  judge: ({ numbers: [value] }) =>
    value !== undefined && value < TINY_SECONDS
      ? {
          proposed: PROPOSED_SECONDS,
          arithmetic: `${PROPOSED_SECONDS} s: half the default of the kernel, and time for a peer to finish what it was sending`,
          title: `A peer has ${value} s to finish a connection that was closed here; then it is reset`,
          why: 'When a program here closes a connection first, the peer may still be sending or be slow to close its side: the connection is in FIN-WAIT-2. tcp_fin_timeout says how long it may stay there. It is not the time of TIME-WAIT, which is a minute whatever is set here, so that a tiny value frees no local ports of those; it only turns slow but proper endings into resets, which programs at the other end log as errors.',
        }
      : undefined,
  actions: ['If local ports are short, keep connections open or widen net.ipv4.ip_local_port_range instead.'],
  risk: 'Risk 1 of 4. Half-closed connections are kept for some seconds more, with little memory each.',
  expectedEffect: 'Peers that are slow to close no longer see a reset.',
  verify: '"ss -tan state fin-wait-2" shows connections that go away by themselves.',
  notWhen: 'Many peers never close their side, and the connections are too many to keep for half a minute.',
  about: {
    symptom: 'Peers report "connection reset" at the end of exchanges that were complete.',
    reasoning: 'net.ipv4.tcp_fin_timeout is below 5 seconds.',
    formula: '30 seconds, half the default of the kernel',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_fin_timeout)', 'man 7 tcp'],
  },
});
