import { settingRule } from '../settingRule.ts';

/** SYN cookies switched off: a small flood of SYNs shuts a listener. */
export const settingTcpSyncookiesOff = settingRule({
  id: 'setting-tcp-syncookies-off',
  layer: 'socket',
  title: 'SYN cookies are off',
  tunable: 'net.ipv4.tcp_syncookies',
  severity: 'warning',
  judge: ({ text }) =>
    text === '0'
      ? {
          proposed: 1,
          arithmetic: '0 is off; 1 uses cookies only while the queue of a listener is full, and is the default',
          title: 'Listeners have no protection from a flood of SYNs: SYN cookies are off',
          why: 'A listener keeps a note of each handshake that has begun. When its queue of them is full, a new SYN is answered with a cookie that needs no note, or, without cookies, dropped: a few hundred forged SYNs a second are then enough to keep everybody out. Cookies also help in an honest rush, as clients that meet a dropped SYN wait for a second before they try again.',
        }
      : undefined,
  actions: ['It acts at once, for all listeners.'],
  risk: 'Risk 2 of 4. A connection made by a cookie has only a coarse segment size, and its other options only with timestamps; nothing changes while queues have room.',
  expectedEffect: 'Clients get through while the queue of a listener is full.',
  verify:
    'In a rush "nstat -az TcpExtTCPReqQFullDrop" stands still, and TcpExtSyncookiesSent and TcpExtSyncookiesRecv grow together.',
  notWhen: 'The listeners are reached from trusted machines only, and each lost option matters more than a lost SYN.',

  yieldsTo: ['tcp-syn-queue-full', 'tcp-listen-drops-other'],
  about: {
    symptom: 'Under a flood, or in a rush of clients, connecting fails or takes one, three, seven seconds.',
    reasoning: 'net.ipv4.tcp_syncookies is 0. Told with the overflow itself while SYNs are being dropped.',
    formula: '1, the default of the kernel',
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_syncookies)',
      'net/ipv4/tcp_input.c of the kernel (tcp_conn_request)',
    ],
  },
});
