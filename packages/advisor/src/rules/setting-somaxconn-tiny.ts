import { SOMAXCONN, SOMAXCONN_DEFAULT } from '../listen/raiseSomaxconn.ts';
import { settingRule } from '../settingRule.ts';

const ERA = 128;

/** Accept queues of the kernels before 2019: every backlog is cut to 128. */
export const settingSomaxconnTiny = settingRule({
  id: 'setting-somaxconn-tiny',
  layer: 'socket',
  title: { en: 'Every accept queue is cut to 128 or less', 'zh-CN': '所有 accept 队列被截到 128 或更短' },
  tunable: SOMAXCONN,
  severity: 'info',
  judge: ({ numbers: [value] }) =>
    value !== undefined && value <= ERA
      ? {
          proposed: SOMAXCONN_DEFAULT,
          arithmetic: {
            en: `${SOMAXCONN_DEFAULT}: the default of the kernel since Linux 5.4, where it was ${ERA} before`,
            'zh-CN': `${SOMAXCONN_DEFAULT}：Linux 5.4 起的内核默认值，此前为 ${ERA}`,
          },
          title: {
            en: `No accept queue is longer than ${value}, whatever the programs ask for`,
            'zh-CN': `不论程序请求多少，accept 队列都不超过 ${value}`,
          },
          why: {
            en: `listen() takes a backlog: how many finished handshakes may wait until the program accepts them. The kernel cuts it to net.core.somaxconn, ${value} here, without telling the program. At 1,000 connections a second ${value} of them come in ${Math.max(value, 0)} ms: any pause of a program that is longer loses some, and each lost one costs its client a second or more.`,
            'zh-CN': `listen() 带一个 backlog：程序接受之前，最多可有多少已完成的握手等待。内核把它截到 net.core.somaxconn（这里是 ${value}），并不告诉程序。每秒 1,000 个连接时，${Math.max(value, 0)} ms 就来 ${value} 个：程序停顿再久一点就会丢，每丢一个，客户端就要多等一秒以上。`,
          },
        }
      : undefined,
  actions: [
    {
      en: 'It is read by listen(), so listeners that are open keep their backlog: restart the programs afterwards.',
      'zh-CN': '它在 listen() 时读取，已打开的监听套接字保持原来的 backlog：之后要重启程序。',
    },
  ],
  risk: {
    en: 'Risk 1 of 4. Longer queues hide a program that is too slow for a little longer.',
    'zh-CN': '风险 1/4。更长的队列会把程序太慢的问题多掩盖一会儿。',
  },
  expectedEffect: {
    en: 'Programs get the backlog that they ask for, up to 4,096.',
    'zh-CN': '程序得到自己请求的 backlog，最多 4,096。',
  },
  verify: {
    en: '"ss -tln" shows the backlog in Send-Q of listeners that were started afterwards.',
    'zh-CN': '之后启动的监听套接字，在 "ss -tln" 的 Send-Q 中显示其 backlog。',
  },
  notWhen: {
    en: 'A program must turn clients away early rather than let them wait.',
    'zh-CN': '程序必须尽早拒绝客户端，而不是让它们等。',
  },
  yieldsTo: ['tcp-listen-overflow'],
  about: {
    feels: ['refused'],
    symptom: {
      en: 'Short rushes of clients lose connections though the program asked for a long backlog.',
      'zh-CN': '程序明明请求了长 backlog，客户端短时涌入却丢连接。',
    },
    reasoning: {
      en: 'net.core.somaxconn is 128 or less. Told with the overflow of an accept queue when there is one.',
      'zh-CN': 'net.core.somaxconn 为 128 或更小。有 accept 队列溢出时随它一起说明。',
    },
    formula: { en: '4,096, the default of the kernel since Linux 5.4', 'zh-CN': '4,096，Linux 5.4 起的内核默认值' },
    sources: ['Documentation/admin-guide/sysctl/net.rst (somaxconn)', 'man 2 listen'],
  },
});
