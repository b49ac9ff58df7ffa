import { settingRule } from '../settingRule.ts';

/** Window scaling switched off: no connection has more than 64 KiB on the way. */
export const settingTcpWindowScalingOff = settingRule({
  id: 'setting-tcp-window-scaling-off',
  layer: 'transport',
  title: 'Window scaling is off',
  tunable: 'net.ipv4.tcp_window_scaling',
  severity: 'warning',
  judge: ({ text }) =>
    text === '0'
      ? {
          proposed: 1,
          arithmetic: '0 is off, 1 is on and the default of the kernel',
          title: 'Every connection is held to 64 KiB a round trip, as window scaling is off',
          why: 'The field for the receive window has 16 bits, so it says at most 65,535 bytes; window scaling multiplies it by a factor that both sides agree on when they connect. Without it at most 64 KiB are on the way at any time, in both directions: 65,535 bytes in 50 ms are 10 Mbit/s, and no faster link and no larger buffer changes that.',
        }
      : undefined,
  actions: ['Only new connections use it: it is agreed on in their first two packets.'],
  risk: 'Risk 2 of 4. Firewalls that cannot bear it have been rare for twenty years; one in the way makes connections hang after the handshake.',
  expectedEffect: 'New connections fill long and fast paths, as far as their buffers reach.',
  verify:
    '"ss -tin" shows "wscale:" with two numbers above 0 among the options of connections that were opened afterwards.',
  notWhen: 'A device in the path is known to damage the option and cannot be replaced.',
  about: {
    symptom: 'Transfers over distance are slow whatever the bandwidth: 10 Mbit/s at 50 ms, 5 Mbit/s at 100 ms.',
    reasoning: 'net.ipv4.tcp_window_scaling is 0.',
    formula: '1, the default of the kernel',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_window_scaling)', 'RFC 7323'],
  },
});
