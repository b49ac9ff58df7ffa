import { settingRule } from '../settingRule.ts';

/** SYN cookies for every handshake: made for tests, and worse for every client. */
export const settingTcpSyncookiesAlways = settingRule({
  id: 'setting-tcp-syncookies-always',
  layer: 'socket',
  title: { en: 'Every handshake is made with a SYN cookie', 'zh-CN': '每次握手都用 SYN cookie' },
  tunable: 'net.ipv4.tcp_syncookies',
  severity: 'warning',
  judge: ({ text }) =>
    text === '2'
      ? {
          proposed: 1,
          arithmetic: {
            en: '2 sends cookies always, 1 only while the queue of a listener is full, and is the default',
            'zh-CN': '2 总是发 cookie；1 只在监听队列满时发，是默认值',
          },
          title: {
            en: 'Every connection is made with a SYN cookie, though the queues have room',
            'zh-CN': '队列还有空间，每个连接却都用 SYN cookie 建立',
          },
          why: {
            en: 'A cookie holds what a listener would otherwise remember of a handshake, in 32 bits: there is room for one of a few segment sizes, and other options survive only in the timestamp. An answer that is lost is not sent again, as nobody remembers it, so the client has to wait and ask anew. That is a fair price while the queue is full, and none of it is worth paying while it is not: the value 2 is for tests of the network.',
            'zh-CN':
              'cookie 用 32 位装下监听方本该记住的握手信息：只够放几种报文段大小之一，其他选项只能靠时间戳保留。应答丢了不会重发，因为没人记得它，客户端只能等一等再问。队列满时这是合理的代价，没满时一点也不值得：值 2 是给网络测试用的。',
          },
        }
      : undefined,
  actions: [],
  risk: {
    en: 'Risk 2 of 4. None known: a full queue still gets cookies.',
    'zh-CN': '风险 2/4。没有已知的问题：队列满时仍会用 cookie。',
  },
  expectedEffect: {
    en: 'Handshakes keep all options and lost answers are sent again.',
    'zh-CN': '握手保留所有选项，丢失的应答会重发。',
  },
  verify: {
    en: '"nstat -az TcpExtSyncookiesSent" stands still while no queue is full.',
    'zh-CN': '没有队列满时 "nstat -az TcpExtSyncookiesSent" 不变。',
  },
  notWhen: { en: 'The network is being tested on purpose.', 'zh-CN': '正在有意测试网络。' },
  about: {
    feels: ['refused', 'slow'],
    symptom: {
      en: 'Connections lack options (segment size, window scaling), and some clients wait seconds to connect.',
      'zh-CN': '连接缺少选项（报文段大小、窗口缩放），有些客户端建连要等几秒。',
    },
    reasoning: { en: 'net.ipv4.tcp_syncookies is 2.', 'zh-CN': 'net.ipv4.tcp_syncookies 为 2。' },
    formula: { en: '1, the default of the kernel', 'zh-CN': '1，内核默认值' },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_syncookies)', 'net/ipv4/syncookies.c of the kernel'],
  },
});
