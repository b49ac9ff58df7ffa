import { ID, joinWords, NO_WORDS, sameWords, shareOf, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { growthEvidence, knownEvidence, lastEvidence } from '../evidence.ts';
import { memoryIsShort, raise } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { derivedSockets } from '../tcpMemory/derivedSockets.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const MOST = 'net.ipv4.tcp_max_orphans';
const RETRIES = 'net.ipv4.tcp_orphan_retries';
const ORPHANS = ID.sockstat.tcpOrphan;
const ABORTED = ID.tcp.abortOnMemory;
const STATES = 'socket.sockets.count';
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** Of the limit: the kernel may count an orphan two or four times. */
const FILL = { fire: 0.25, clear: 0.2 };
const CRITICAL_SHARE = 0.5;

const LOOK = {
  en: 'See where they are stuck: "ss -tan state fin-wait-1 state last-ack state closing" shows the peers that no longer acknowledge, and Send-Q what they did not take.',
  'zh-CN':
    '看卡在哪里："ss -tan state fin-wait-1 state last-ack state closing" 显示不再确认的对端，Send-Q 是它们没有收走的。',
};

/** Twice the limit, at most twice what the kernel derives: each may hold 64 KiB. */
function cureOf(context: RuleContext, current: number): Pick<Finding, 'changes' | 'arithmetic' | 'actions'> {
  const retries = {
    en: `Let the kernel give them up sooner: ${RETRIES} = 2 or 3 on a host whose clients vanish often (0 means 8 tries).`,
    'zh-CN': `让内核更早放弃它们：在客户端常常消失的主机上 ${RETRIES} = 2 或 3（0 表示 8 次）。`,
  };
  if (memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY, retries, LOOK] };
  const { proposed, limitedBy } = raise(current, 2 * current, 2 * derivedSockets(context.host));
  if (proposed === undefined) return { ...NO_CHANGE, actions: [retries, LOOK] };
  return {
    changes: changeTo(context, MOST, proposed),
    arithmetic: joinWords([sameWords(`${current} x 2 = ${proposed}`), limitedBy], NO_WORDS),
    actions: [retries, LOOK],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables } = context;
  const orphans = window.last(ORPHANS);
  const [most] = tunableNumbers(tunables, MOST) ?? [];
  const fill = shareOf(orphans, most);
  if (orphans === undefined || most === undefined || fill === undefined) return [];
  if (!isOver(fill, FILL, firing.has(SUBJECT))) return [];
  const aborted = window.delta(ABORTED, WINDOW_SECONDS) ?? 0;
  const inState = (state: string) => window.last(STATES, { protocol: 'tcp', state });
  return [
    {
      subject: SUBJECT,
      severity: aborted > 0 || fill > CRITICAL_SHARE ? 'critical' : 'warning',
      confidence: 'high',
      title:
        aborted > 0
          ? {
              en: 'Closed connections are reset before their data has arrived: there are too many orphans',
              'zh-CN': '已关闭的连接在数据送达之前就被重置：孤儿太多',
            }
          : {
              en: 'Many closed connections wait for peers that do not answer',
              'zh-CN': '许多已关闭的连接在等不应答的对端',
            },
      why: {
        en: `When a program closes a connection whose last data is not acknowledged yet, the kernel goes on alone: an orphan. Each holds up to 64 KiB that nobody can free, so ${MOST} limits them (to ${most} here); beyond it they are reset, and their data is lost. There are ${orphans}, and the kernel may count each two or four times. They pile up when peers vanish without a word, or when they are slower than the program that closes.${aborted > 0 ? ` ${aborted} were reset in the last minute.` : ''}`,
        'zh-CN': `程序关闭连接而最后的数据还没被确认时，由内核独自继续：这就是孤儿。每个占用最多 64 KiB，谁也释放不了，所以 ${MOST} 限制其数目（这里是 ${most}）；超出的被重置，数据丢失。现在有 ${orphans} 个，内核可能把每个算作两个或四个。对端无声无息地消失，或比关闭连接的程序慢，孤儿就会堆积。${aborted > 0 ? `最近一分钟重置了 ${aborted} 个。` : ''}`,
      },
      where: { en: `${orphans} orphans of ${most}`, 'zh-CN': `孤儿 ${orphans} / ${most} 个` },
      evidence: [
        ...lastEvidence(window, { metric: ORPHANS }),
        ...growthEvidence(window, { metric: ABORTED }, WINDOW_SECONDS),
        ...['fin-wait-1', 'last-ack', 'closing'].flatMap((state) =>
          knownEvidence({ metric: STATES, labels: { protocol: 'tcp', state } }, inState(state)),
        ),
      ],
      ...cureOf(context, most),
      risk: {
        en: 'Risk 2 of 4. Up to 64 KiB of memory for each, which can be neither swapped nor freed.',
        'zh-CN': '风险 2/4。每个最多 64 KiB 内存，既不能换出也不能释放。',
      },
      expectedEffect: {
        en: 'Closed connections finish what they have to send, and none is reset.',
        'zh-CN': '已关闭的连接发完要发的，不再有被重置的。',
      },
      verify: {
        en: '"grep ^TCP: /proc/net/sockstat" shows orphan below a fifth of the limit, and "nstat -az TcpExtTCPAbortOnMemory" stands still.',
        'zh-CN':
          '"grep ^TCP: /proc/net/sockstat" 的 orphan 低于上限的五分之一，"nstat -az TcpExtTCPAbortOnMemory" 不再变化。',
      },
      notWhen: {
        en: 'The peers are an attack: then they have to be kept out, and the limit protects the memory.',
        'zh-CN': '对端是攻击：那就该把它们挡在外面，这个上限保护的是内存。',
      },
    },
  ];
}

/** Connections that no program owns any more come near their limit. */
export const tcpOrphans: Rule = {
  id: 'tcp-orphans',
  layer: 'transport',
  title: { en: 'Too many orphaned connections', 'zh-CN': '孤儿连接太多' },
  metrics: [ORPHANS, ABORTED, STATES, ID.memory.availableBytes, ID.memory.totalBytes],
  tunables: [MOST, RETRIES],
  about: {
    feels: ['resets', 'connections', 'memory'],
    symptom: {
      en: 'The ends of downloads are cut off, and the log says "too many orphaned sockets".',
      'zh-CN': '下载的末尾被截断，日志里有 "too many orphaned sockets"。',
    },
    reasoning: {
      en: 'Orphans are more than 25 % of net.ipv4.tcp_max_orphans, as the kernel may count them up to four times; cleared below 20 %. Critical above 50 %, or when connections were reset for it within a minute.',
      'zh-CN':
        '孤儿超过 net.ipv4.tcp_max_orphans 的 25 %（内核最多可能把每个算作四个）；低于 20 % 解除。超过 50 %，或一分钟内有连接因此被重置，为严重。',
    },
    formula: {
      en: 'limit x 2, at most twice what the kernel derives from memory',
      'zh-CN': '上限 x 2，最多为内核按内存得出值的两倍',
    },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_max_orphans)', 'net/ipv4/tcp_timer.c of the kernel'],
  },
  evaluate,
};
