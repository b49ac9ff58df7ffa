import { formatAge } from '@netstrata/metrics';
import { settingRule } from '../settingRule.ts';

const NEVER_SECONDS = 86_400;
const KERNEL_SECONDS = 7200;

/** Keepalive that begins after days: dead peers are never found. */
export const settingKeepaliveNever = settingRule({
  id: 'setting-keepalive-never',
  layer: 'transport',
  title: { en: 'Keepalive begins after more than a day', 'zh-CN': 'keepalive 一天以上才开始' },
  tunable: 'net.ipv4.tcp_keepalive_time',
  severity: 'info',
  judge: ({ numbers: [value] }) =>
    value !== undefined && value > NEVER_SECONDS
      ? {
          proposed: KERNEL_SECONDS,
          arithmetic: {
            en: `${KERNEL_SECONDS} s: the default of the kernel`,
            'zh-CN': `${KERNEL_SECONDS} s：内核默认值`,
          },
          title: {
            en: `Dead peers stay connected for ${formatAge(value * 1000)} before anybody asks`,
            'zh-CN': `死掉的对端要 ${formatAge(value * 1000)} 后才有人探测`,
          },
          why: {
            en: 'A peer that loses its power or its network says nothing. A program that waits for it to speak finds out only by keepalive: after a time of silence the kernel asks whether the other side still lives. With this time a program that asked for keepalive has in effect none: connections to machines that are long gone pile up, each with its memory, its file descriptor and often a thread.',
            'zh-CN':
              '断电或断网的对端不会说话。等它说话的程序只能靠 keepalive 发现：静默一段时间后，内核探测对方是否还在。按这个时间，请求了 keepalive 的程序等于没有：通往早已消失的机器的连接越积越多，每条都占着内存、文件描述符，往往还有一个线程。',
          },
        }
      : undefined,
  actions: [
    {
      en: 'Firewalls and load balancers often forget a silent connection after some minutes: then 300 s is better still, and a program can set its own time with TCP_KEEPIDLE.',
      'zh-CN': '防火墙和负载均衡常在几分钟后就忘掉静默的连接：那么 300 s 更好，程序也可以用 TCP_KEEPIDLE 自己设时间。',
    },
  ],
  risk: {
    en: 'Risk 1 of 4. One small packet for each silent connection in two hours, of programs that asked for keepalive only.',
    'zh-CN': '风险 1/4。每条静默连接两小时一个小包，仅限请求了 keepalive 的程序。',
  },
  expectedEffect: {
    en: 'Connections to peers that are gone are closed within two hours and eleven minutes.',
    'zh-CN': '对端已消失的连接在两小时十一分钟内关闭。',
  },
  verify: {
    en: '"ss -tno" shows timer:(keepalive,…) of at most two hours on connections whose program asked for it.',
    'zh-CN': '"ss -tno" 中，程序请求了 keepalive 的连接显示 timer:(keepalive,…) 最多两小时。',
  },
  notWhen: {
    en: 'Silent connections must survive outages of hours, and every program has a heartbeat of its own.',
    'zh-CN': '静默的连接必须熬过数小时的中断，且每个程序都有自己的心跳。',
  },
  about: {
    feels: ['connections'],
    symptom: {
      en: 'Connections to machines that no longer exist stay for days; programs run out of file descriptors.',
      'zh-CN': '通往已不存在的机器的连接保留好几天；程序的文件描述符耗尽。',
    },
    reasoning: {
      en: 'net.ipv4.tcp_keepalive_time is more than a day.',
      'zh-CN': 'net.ipv4.tcp_keepalive_time 超过一天。',
    },
    formula: { en: '7,200 seconds, the default of the kernel', 'zh-CN': '7,200 秒，内核默认值' },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_keepalive_time)', 'RFC 9293, section 3.8.4'],
  },
});
