import { settingRule } from '../settingRule.ts';

/** SYN cookies for every handshake: made for tests, and worse for every client. */
export const settingTcpSyncookiesAlways = settingRule({
  id: 'setting-tcp-syncookies-always',
  layer: 'socket',
  title: 'Every handshake is made with a SYN cookie',
  tunable: 'net.ipv4.tcp_syncookies',
  severity: 'warning',
  judge: ({ text }) =>
    text === '2'
      ? {
          proposed: 1,
          arithmetic: '2 sends cookies always, 1 only while the queue of a listener is full, and is the default',
          title: 'Every connection is made with a SYN cookie, though the queues have room',
          why: 'A cookie holds what a listener would otherwise remember of a handshake, in 32 bits: there is room for one of a few segment sizes, and other options survive only in the timestamp. An answer that is lost is not sent again, as nobody remembers it, so the client has to wait and ask anew. That is a fair price while the queue is full, and none of it is worth paying while it is not: the value 2 is for tests of the network.',
        }
      : undefined,
  actions: ['It acts at once, for all listeners.'],
  risk: 'Risk 2 of 4. None known: a full queue still gets cookies.',
  expectedEffect: 'Handshakes keep all options and lost answers are sent again.',
  verify: '"nstat -az TcpExtSyncookiesSent" stands still while no queue is full.',
  notWhen: 'The network is being tested on purpose.',
  about: {
    symptom: 'Connections lack options (segment size, window scaling), and some clients wait seconds to connect.',
    reasoning: 'net.ipv4.tcp_syncookies is 2.',
    formula: '1, the default of the kernel',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_syncookies)', 'net/ipv4/syncookies.c of the kernel'],
  },
});
