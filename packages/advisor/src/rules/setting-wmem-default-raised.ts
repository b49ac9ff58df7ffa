import { settingRule } from '../settingRule.ts';
import { raisedDefault } from '../udp/raisedDefault.ts';

/** Every socket that is not TCP begins with megabytes of send buffer. */
export const settingWmemDefaultRaised = settingRule({
  id: 'setting-wmem-default-raised',
  layer: 'socket',
  title: { en: 'Every new UDP socket gets megabytes of send buffer', 'zh-CN': '每个新 UDP 套接字都得到数兆发送缓冲区' },
  tunable: 'net.core.wmem_default',
  severity: 'info',
  judge: ({ numbers: [value] }, context) =>
    raisedDefault(
      value,
      {
        kind: 'send',
        why: {
          en: 'A program may then queue that much in front of a slow device without noticing, and at a Unix socket leave as much unread at the other end; each of these sockets may pin that much memory.',
          'zh-CN':
            '程序可能在慢设备前面不知不觉排下这么多，在 Unix 套接字上则让对端积下同样多未读数据；每个这样的套接字都可能占住这么多内存。',
        },
      },
      context,
    ),
  actions: [
    {
      en: 'Where one program needs the room, let it ask with SO_SNDBUF (net.core.wmem_max is the most it gets), and lower the default afterwards.',
      'zh-CN': '某个程序确实需要空间，就让它用 SO_SNDBUF 请求（最多得到 net.core.wmem_max），之后再降低默认值。',
    },
  ],
  risk: {
    en: 'Risk 3 of 4. A program that relied on the large default without asking for it loses its room for bursts: its send calls block or fail earlier.',
    'zh-CN': '风险 3/4。依赖大默认值而没有自己请求的程序会失去突发的余地：它的发送调用更早阻塞或失败。',
  },
  expectedEffect: {
    en: 'Programs notice a slow device or reader early; memory is bounded.',
    'zh-CN': '程序能尽早察觉慢设备或慢读取方；内存有界。',
  },
  verify: {
    en: '"ss -uanm" shows tb212992 for sockets that were opened afterwards by programs that ask for nothing.',
    'zh-CN': '之后由没有请求大小的程序打开的套接字，在 "ss -uanm" 中显示 tb212992。',
  },
  notWhen: {
    en: 'A program with bursts that cannot be changed relies on it.',
    'zh-CN': '有突发又改不了的程序依赖它。',
  },
  about: {
    feels: ['memory', 'late', 'udp'],
    symptom: {
      en: 'Delay in the own queues of the host, and kernel memory that grows with the number of sockets.',
      'zh-CN': '延迟出在本机自己的队列里，内核内存随套接字数增长。',
    },
    reasoning: { en: 'net.core.wmem_default is more than 4 MiB.', 'zh-CN': 'net.core.wmem_default 超过 4 MiB。' },
    formula: { en: '212,992, the default of the kernel', 'zh-CN': '212,992，内核默认值' },
    sources: ['Documentation/admin-guide/sysctl/net.rst (wmem_default)', 'man 7 socket'],
  },
});
