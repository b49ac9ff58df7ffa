import { settingRule } from '../settingRule.ts';

const REUSE = 'net.ipv4.tcp_tw_reuse';
const COOKIES = 'net.ipv4.tcp_syncookies';

/** Timestamps switched off: TCP measures worse, and what relies on them stops working. */
export const settingTcpTimestampsOff = settingRule({
  id: 'setting-tcp-timestamps-off',
  layer: 'transport',
  title: 'TCP timestamps are off',
  tunable: 'net.ipv4.tcp_timestamps',
  also: [REUSE, COOKIES],
  severity: 'info',
  judge: ({ text }, { tunables }) => {
    if (text !== '0') return undefined;
    const reuse = tunables[REUSE]?.trim() === '1' ? ` ${REUSE} is 1 here, and does nothing without them.` : '';
    return {
      proposed: 1,
      arithmetic: '0 is off, 1 is on with an offset of its own for each pair of hosts, and the default of the kernel',
      title: 'TCP timestamps are off: round trips are measured worse, and SYN cookies lose options',
      why: `With timestamps each acknowledgement says which transmission it answers, so that round trips are known also while data is sent again, and late segments of an earlier pass through the sequence numbers are told apart (at 10 Gbit/s they come round in 3.5 s). SYN cookies keep window scaling and selective acknowledgement in them: without, connections made under a flood have neither.${reuse}`,
    };
  },
  actions: [
    'If they were switched off because they tell the uptime: since Linux 4.10 each pair of hosts sees an offset of its own.',
  ],
  risk: 'Risk 2 of 4. Each segment grows by 12 bytes, 0.8 % of a full one.',
  expectedEffect: 'New connections measure every round trip, and keep their options under a flood of SYNs.',
  verify: '"ss -tin" shows "ts" among the options of connections that were opened afterwards.',
  notWhen: 'A peer or a device in the path is known to mishandle them.',
  about: {
    symptom: 'Retransmission timeouts that fit the path badly; slow connections after a flood of SYNs.',
    reasoning: 'net.ipv4.tcp_timestamps is 0.',
    formula: '1, the default of the kernel',
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_timestamps)',
      'RFC 7323',
      'net/ipv4/syncookies.c of the kernel',
    ],
  },
});
