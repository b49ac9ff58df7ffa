import { settingRule } from '../settingRule.ts';
import { raisedDefault } from '../udp/raisedDefault.ts';

/** Every socket that is not TCP begins with megabytes of receive buffer. */
export const settingRmemDefaultRaised = settingRule({
  id: 'setting-rmem-default-raised',
  layer: 'socket',
  title: {
    en: 'Every new UDP socket gets megabytes of receive buffer',
    'zh-CN': '每个新 UDP 套接字都得到数兆接收缓冲区',
  },
  tunable: 'net.core.rmem_default',
  severity: 'info',
  judge: ({ numbers: [value] }, context) =>
    raisedDefault(
      value,
      {
        kind: 'receive',
        why: {
          en: 'What lies in the buffer when the program falls behind is delivered late instead of being dropped, and is old by then; each of these sockets may pin that much memory.',
          'zh-CN':
            '程序落后时，缓冲区里的数据不会被丢弃而是迟到，到手时已经旧了；每个这样的套接字都可能占住这么多内存。',
        },
      },
      context,
    ),
  actions: [
    {
      en: 'Where one program needs the room, let it ask with SO_RCVBUF (net.core.rmem_max is the most it gets), and lower the default afterwards.',
      'zh-CN': '某个程序确实需要空间，就让它用 SO_RCVBUF 请求（最多得到 net.core.rmem_max），之后再降低默认值。',
    },
  ],
  risk: {
    en: 'Risk 3 of 4. A program that relied on the large default without asking for it loses its room for bursts: watch its drops with "ss -uanm" (d).',
    'zh-CN': '风险 3/4。依赖大默认值而没有自己请求的程序会失去突发的余地：用 "ss -uanm"（d）观察其丢弃。',
  },
  expectedEffect: {
    en: 'A program that falls behind loses new datagrams early instead of delivering old ones late; memory is bounded.',
    'zh-CN': '落后的程序尽早丢新数据报，而不是晚送旧数据；内存有界。',
  },
  verify: {
    en: '"ss -uanm" shows rb212992 for sockets that were opened afterwards by programs that ask for nothing.',
    'zh-CN': '之后由没有请求大小的程序打开的套接字，在 "ss -uanm" 中显示 rb212992。',
  },
  notWhen: {
    en: 'A program with bursts that cannot be changed relies on it.',
    'zh-CN': '有突发又改不了的程序依赖它。',
  },
  about: {
    feels: ['memory', 'late', 'udp'],
    symptom: {
      en: 'Old data from UDP programs that fell behind, and kernel memory that grows with the number of sockets.',
      'zh-CN': '落后的 UDP 程序拿到旧数据，内核内存随套接字数增长。',
    },
    reasoning: {
      en: 'net.core.rmem_default is more than 4 MiB, and no UDP socket that was listed holds more than the default of the kernel could.',
      'zh-CN': 'net.core.rmem_default 超过 4 MiB，且列出的 UDP 套接字没有一个占用超过内核默认值所能容纳的量。',
    },
    formula: { en: '212,992, the default of the kernel', 'zh-CN': '212,992，内核默认值' },
    sources: ['Documentation/admin-guide/sysctl/net.rst (rmem_default)', 'man 7 socket'],
  },
});
