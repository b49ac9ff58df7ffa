import { settingRule } from '../settingRule.ts';

/** SYN cookies switched off: a small flood of SYNs shuts a listener. */
export const settingTcpSyncookiesOff = settingRule({
  id: 'setting-tcp-syncookies-off',
  layer: 'socket',
  title: { en: 'SYN cookies are off', 'zh-CN': 'SYN cookie 已关闭' },
  tunable: 'net.ipv4.tcp_syncookies',
  severity: 'warning',
  judge: ({ text }) =>
    text === '0'
      ? {
          proposed: 1,
          arithmetic: {
            en: '0 is off; 1 uses cookies only while the queue of a listener is full, and is the default',
            'zh-CN': '0 为关；1 只在监听队列满时用 cookie，是默认值',
          },
          title: {
            en: 'Listeners have no protection from a flood of SYNs: SYN cookies are off',
            'zh-CN': '监听套接字对 SYN 洪泛毫无防护：SYN cookie 已关闭',
          },
          why: {
            en: 'A listener keeps a note of each handshake that has begun. When its queue of them is full, a new SYN is answered with a cookie that needs no note, or, without cookies, dropped: a few hundred forged SYNs a second are then enough to keep everybody out. Cookies also help in an honest rush, as clients that meet a dropped SYN wait for a second before they try again.',
            'zh-CN':
              '监听套接字为每个开始的握手记一笔。这个队列满了，新的 SYN 用不需要记录的 cookie 应答；没有 cookie 就丢弃：每秒几百个伪造的 SYN 就足以把所有人挡在外面。正常的涌入也用得上 cookie，因为 SYN 被丢的客户端要等一秒才重试。',
          },
        }
      : undefined,
  actions: [],
  risk: {
    en: 'Risk 2 of 4. A connection made by a cookie has only a coarse segment size, and its other options only with timestamps; nothing changes while queues have room.',
    'zh-CN': '风险 2/4。用 cookie 建立的连接只有粗略的报文段大小，其他选项要靠时间戳；队列有空间时没有任何变化。',
  },
  expectedEffect: {
    en: 'Clients get through while the queue of a listener is full.',
    'zh-CN': '监听队列满时，客户端也能连上。',
  },
  verify: {
    en: 'In a rush "nstat -az TcpExtTCPReqQFullDrop" stands still, and TcpExtSyncookiesSent and TcpExtSyncookiesRecv grow together.',
    'zh-CN': '涌入时 "nstat -az TcpExtTCPReqQFullDrop" 不变，TcpExtSyncookiesSent 与 TcpExtSyncookiesRecv 一起增长。',
  },
  notWhen: {
    en: 'The listeners are reached from trusted machines only, and each lost option matters more than a lost SYN.',
    'zh-CN': '监听套接字只有可信机器访问，而且丢选项比丢 SYN 更要紧。',
  },

  yieldsTo: ['tcp-syn-queue-full', 'tcp-listen-drops-other'],
  about: {
    feels: ['refused'],
    symptom: {
      en: 'Under a flood, or in a rush of clients, connecting fails or takes one, three, seven seconds.',
      'zh-CN': '遭遇洪泛或客户端涌入时，建连失败，或要一、三、七秒。',
    },
    reasoning: {
      en: 'net.ipv4.tcp_syncookies is 0. Told with the overflow itself while SYNs are being dropped.',
      'zh-CN': 'net.ipv4.tcp_syncookies 为 0。正在丢 SYN 时随溢出本身一起说明。',
    },
    formula: { en: '1, the default of the kernel', 'zh-CN': '1，内核默认值' },
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_syncookies)',
      'net/ipv4/tcp_input.c of the kernel (tcp_conn_request)',
    ],
  },
});
