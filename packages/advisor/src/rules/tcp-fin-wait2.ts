import { formatValue, ID, shareOf, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE } from '../change.ts';
import { knownEvidence, lastEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const TIMEOUT = 'net.ipv4.tcp_fin_timeout';
const SOCKETS = 'socket.sockets.count';
const HALF_CLOSED = { protocol: 'tcp', state: 'fin-wait-2' } as const;
const SUBJECT = 'host';
/** Of all TCP sockets. */
const SHARE = { fire: 0.1, clear: 0.05 };
const LEAST = { fire: 500, clear: 100 };
const PROPOSED_SECONDS = 30;

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables } = context;
  const open = firing.has(SUBJECT);
  const halfClosed = window.last(SOCKETS, HALF_CLOSED);
  const all = window.last(ID.sockets.tcp);
  const share = shareOf(halfClosed, all);
  if (halfClosed === undefined || share === undefined || !isOver(share, SHARE, open)) return [];
  if (halfClosed < (open ? LEAST.clear : LEAST.fire) || (!open && !seenLongEnough(context, ID.sockets.tcp))) return [];
  const [seconds] = tunableNumbers(tunables, TIMEOUT) ?? [];
  const changes =
    seconds !== undefined && seconds > PROPOSED_SECONDS ? changeTo(context, TIMEOUT, PROPOSED_SECONDS) : [];
  return [
    {
      subject: SUBJECT,
      severity: 'info',
      confidence: 'high',
      title: {
        en: `${formatValue(halfClosed, 'count')} connections were closed here, and their peers do not close theirs`,
        'zh-CN': `${formatValue(halfClosed, 'count')} 个连接已在本机关闭，对端却不关闭自己那一侧`,
      },
      why: {
        en: `A connection ends when both sides have closed it. Here this side has, the peer has acknowledged that, and then nothing came: FIN-WAIT-2. Such a connection that no program holds any more is given up after ${TIMEOUT}${seconds === undefined ? '' : ` (${seconds} s here)`}, and until then keeps its local port and some memory. The peer, where it lives, has it in CLOSE-WAIT: its program read the end and forgot to close, and leaks a file descriptor each time.`,
        'zh-CN': `双方都关闭，连接才算结束。这一侧已关闭、对端也确认了，之后就没有下文：FIN-WAIT-2。没有程序再持有的这种连接，在 ${TIMEOUT}${seconds === undefined ? '' : `（这里是 ${seconds} s）`} 之后放弃，在那之前占着本地端口和一些内存。对端若还在，它那边是 CLOSE-WAIT：程序读到了结尾却忘了关闭，每次泄漏一个文件描述符。`,
      },
      where: {
        en: `${halfClosed} of ${all ?? 0} TCP sockets of this host`,
        'zh-CN': `本机 ${all ?? 0} 个 TCP 套接字中 ${halfClosed} 个`,
      },
      evidence: [
        ...knownEvidence({ metric: SOCKETS, labels: HALF_CLOSED }, halfClosed),
        ...lastEvidence(window, { metric: ID.sockets.tcp }),
      ],
      ...(changes.length === 0
        ? NO_CHANGE
        : {
            changes,
            arithmetic: {
              en: `${seconds} s -> ${PROPOSED_SECONDS} s: at the same rate of closing ${formatValue((halfClosed * PROPOSED_SECONDS) / (seconds ?? PROPOSED_SECONDS), 'count')} instead of ${formatValue(halfClosed, 'count')}`,
              'zh-CN': `${seconds} s -> ${PROPOSED_SECONDS} s：关闭速率不变时，从 ${formatValue(halfClosed, 'count')} 个降到 ${formatValue((halfClosed * PROPOSED_SECONDS) / (seconds ?? PROPOSED_SECONDS), 'count')} 个`,
            },
          }),
      actions: [
        {
          en: 'Find the peers: "ss -tan state fin-wait-2". When they are your own, their program has to close what the other side has closed; "ss -tan state close-wait" there names it.',
          'zh-CN':
            '找出对端："ss -tan state fin-wait-2"。若是自己的机器，那边的程序必须关闭对方已关闭的连接；在那边用 "ss -tan state close-wait" 可看到是谁。',
        },
      ],
      risk: {
        en: 'Risk 1 of 4. A peer that is slow to finish what it sends after this side has closed is reset sooner.',
        'zh-CN': '风险 1/4。本侧关闭之后迟迟发不完的对端会更早被重置。',
      },
      expectedEffect: {
        en: 'Half-closed connections go away in half the time.',
        'zh-CN': '半关闭的连接消失所需时间减半。',
      },
      verify: {
        en: '"ss -tan state fin-wait-2 | wc -l" falls within a minute.',
        'zh-CN': '"ss -tan state fin-wait-2 | wc -l" 在一分钟内下降。',
      },
      notWhen: {
        en: 'Programs here hold such connections on purpose, to read what still comes (a half-close): the timeout does not end those.',
        'zh-CN': '本机程序有意保留这种连接，好读取后续数据（半关闭）：超时不会结束它们。',
      },
    },
  ];
}

/** Peers that leave connections half open. */
export const tcpFinWait2: Rule = {
  id: 'tcp-fin-wait2',
  layer: 'transport',
  title: { en: 'Peers do not close their side', 'zh-CN': '对端不关闭自己那一侧' },
  metrics: [SOCKETS, ID.sockets.tcp],
  tunables: [TIMEOUT],
  about: {
    feels: ['connections'],
    symptom: {
      en: 'Many sockets in FIN-WAIT-2, and local ports that come back late.',
      'zh-CN': '大量套接字处于 FIN-WAIT-2，本地端口回收得晚。',
    },
    reasoning: {
      en: 'At least 500 sockets, and more than 10 % of all TCP sockets, are in FIN-WAIT-2; cleared below 5 %, or below 100.',
      'zh-CN': '至少 500 个套接字、且超过全部 TCP 套接字的 10 % 处于 FIN-WAIT-2；低于 5 % 或低于 100 解除。',
    },
    formula: {
      en: 'net.ipv4.tcp_fin_timeout 30 s where it is more',
      'zh-CN': 'net.ipv4.tcp_fin_timeout 大于 30 s 时改为 30 s',
    },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_fin_timeout)', 'RFC 9293, section 3.6'],
  },
  evaluate,
};
