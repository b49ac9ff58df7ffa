import { growthEvidence } from '../evidence.ts';
import { settingRule } from '../settingRule.ts';

/** The kernel counts a reset that it sends to a handshake here. */
const RESETS = 'transport.tcpExt.embryonicRsts';
const WINDOW_SECONDS = 60;

/** A full accept queue answers with a reset: a short rush becomes errors. */
export const settingTcpAbortOnOverflow = settingRule({
  id: 'setting-tcp-abort-on-overflow',
  layer: 'socket',
  title: { en: 'A full accept queue resets clients', 'zh-CN': 'accept 队列满就重置客户端' },
  tunable: 'net.ipv4.tcp_abort_on_overflow',
  metrics: [RESETS],
  severity: 'warning',
  judge: ({ numbers: [value] }, { window }) =>
    value !== undefined && value > 0
      ? {
          evidence: growthEvidence(window, { metric: RESETS }, WINDOW_SECONDS),
          proposed: 0,
          arithmetic: {
            en: '1 resets, 0 lets the client ask again, and is the default',
            'zh-CN': '1 表示重置；0 让客户端再试，是默认值',
          },
          title: {
            en: 'Clients are reset when an accept queue is full, instead of trying again by themselves',
            'zh-CN': 'accept 队列满时客户端被重置，而不是自行重试',
          },
          why: {
            en: 'When a handshake is complete and the accept queue of the listener is full, the kernel normally ignores the last step; the client sends it again, and gets through once the program has caught up. With this switch it is sent a reset at once. A rush of a tenth of a second that nobody would have noticed becomes "connection reset by peer" for each client in it.',
            'zh-CN':
              '握手完成而监听套接字的 accept 队列已满时，内核通常忽略最后一步；客户端会重发，等程序赶上来就能连上。打开此开关则立刻回重置。本来没人会察觉的十分之一秒的涌入，就让其中每个客户端都得到 "connection reset by peer"。',
          },
        }
      : undefined,
  actions: [
    {
      en: 'Look after the accept queue itself: of a program that has stopped accepting or is too slow see why, as a longer backlog only lets more clients wait; a longer backlog helps where short bursts fill it.',
      'zh-CN':
        '应当处理 accept 队列本身：程序停止 accept 或太慢时先查明原因，更长的 backlog 只会让更多客户端等待；短时突发占满队列时，更长的 backlog 才有用。',
    },
  ],
  risk: {
    en: 'Risk 3 of 4. Where queues stay full for long, clients wait for their own timeout instead of an error at once.',
    'zh-CN': '风险 3/4。队列长时间满着时，客户端要等自己的超时，而不是立刻出错。',
  },
  expectedEffect: {
    en: 'A short rush costs some clients a wait and none of them an error.',
    'zh-CN': '短时涌入只让一些客户端等一下，没有一个出错。',
  },
  verify: {
    en: 'In a rush the clients connect late, and none reports a reset while connecting.',
    'zh-CN': '涌入时客户端连得晚一些，但没有在建连时报告重置。',
  },
  notWhen: {
    en: 'A load balancer in front relies on the reset to try another server at once.',
    'zh-CN': '前面的负载均衡靠重置来立刻换另一台服务器。',
  },
  about: {
    feels: ['resets', 'refused'],
    symptom: {
      en: 'Clients get "connection reset by peer" right after connecting, at peaks of load only.',
      'zh-CN': '只在负载高峰时，客户端刚连上就得到 "connection reset by peer"。',
    },
    reasoning: { en: 'net.ipv4.tcp_abort_on_overflow is not 0.', 'zh-CN': 'net.ipv4.tcp_abort_on_overflow 不为 0。' },
    formula: { en: '0, the default of the kernel', 'zh-CN': '0，内核默认值' },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_abort_on_overflow)'],
  },
});
