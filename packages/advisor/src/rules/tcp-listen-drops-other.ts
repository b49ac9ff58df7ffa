import { endpoint, formatValue, ID, type Words } from '@netstrata/metrics';
import { changeTo, NO_CHANGE } from '../change.ts';
import { anySocket, dropsDuring, recentDumps, sightsByCookie } from '../dumps.ts';
import { growthEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { whoOf } from '../owner.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const DROPS = ID.tcp.listenDrops;
const OVERFLOWS = ID.tcp.listenOverflows;
const QUEUE_FULL = ID.tcp.reqQFullDrop;
const COOKIES = 'net.ipv4.tcp_syncookies';
const SYN_BACKLOG = 'net.ipv4.tcp_max_syn_backlog';
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** A minute, beside those that are explained. */
const OTHER = { fire: 60, clear: 0 };

/** The listener whose own count grew most, with it. */
function worstListener(context: RuleContext): Words | undefined {
  const dumps = recentDumps(context, WINDOW_SECONDS);
  const [worst] = [...sightsByCookie(dumps, 'listeners', anySocket).values()]
    .flatMap((sights) => {
      const row = sights.at(-1)?.row;
      const drops = dropsDuring({ dumps, sights }, WINDOW_SECONDS, ({ listeners }) => listeners.length < 200);
      return row === undefined || drops === undefined || drops <= 0 ? [] : [{ row, drops }];
    })
    .toSorted((a, b) => b.drops - a.drops);
  return worst === undefined
    ? undefined
    : {
        en: `${whoOf(worst.row).en} on ${endpoint(worst.row.local, worst.row.localPort)}: ${worst.drops} by its own count`,
        'zh-CN': `${whoOf(worst.row)['zh-CN']}，${endpoint(worst.row.local, worst.row.localPort)}：其自身计数 ${worst.drops}`,
      };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables } = context;
  const open = firing.has(SUBJECT);
  const drops = window.delta(DROPS, WINDOW_SECONDS);
  const overflows = window.delta(OVERFLOWS, WINDOW_SECONDS);
  if (drops === undefined || overflows === undefined) return [];
  const other = drops - overflows - (window.delta(QUEUE_FULL, WINDOW_SECONDS) ?? 0);
  if (!isOver(other, OTHER, open) || (!open && !seenLongEnough(context, DROPS))) return [];
  const withoutCookies = tunables[COOKIES]?.trim() === '0';
  const backlog = tunables[SYN_BACKLOG]?.trim() ?? '';
  const why = withoutCookies
    ? {
        en: `SYN cookies are off here, and then the last quarter of ${SYN_BACKLOG}${backlog === '' ? '' : ` (${backlog})`} half-open connections is kept for peers that have connected before: a SYN of anybody else is dropped. That is the likely cause.`,
        'zh-CN': `这里关闭了 SYN cookie，于是 ${SYN_BACKLOG}${backlog === '' ? ' ' : `（${backlog}）`}个半开连接中的最后四分之一留给以前连过的对端：其他人的 SYN 被丢弃。这很可能就是原因。`,
      }
    : {
        en: 'What remains is memory that could not be had, a route back to the client that does not exist, or a security module that refuses.',
        'zh-CN': '剩下的可能：拿不到内存、没有返回客户端的路由，或安全模块拒绝。',
      };
  return [
    {
      subject: SUBJECT,
      severity: 'warning',
      confidence: withoutCookies ? 'medium' : 'low',
      title: {
        en: 'Listeners drop connections, and no queue of theirs is full',
        'zh-CN': '监听套接字丢弃连接，而它们的队列都没有满',
      },
      why: {
        en: `In the last minute listeners dropped ${formatValue(drops, 'count')} connection attempts; for ${formatValue(other, 'count')} of them neither a full accept queue nor a full queue of half-open connections was the reason. ${why.en}`,
        'zh-CN': `最近一分钟监听套接字丢弃了 ${formatValue(drops, 'count')} 次建连；其中 ${formatValue(other, 'count')} 次既不是因为 accept 队列满，也不是因为半连接队列满。${why['zh-CN']}`,
      },
      where: worstListener(context) ?? { en: 'a listener of this host', 'zh-CN': '本机的某个监听套接字' },
      evidence: [DROPS, OVERFLOWS, QUEUE_FULL].flatMap((metric) => growthEvidence(window, { metric }, WINDOW_SECONDS)),
      ...(withoutCookies
        ? {
            changes: changeTo(context, COOKIES, 1),
            arithmetic: {
              en: 'cookies while a queue is full: 1, the default; the reserve for known peers is not needed then',
              'zh-CN': '队列满时用 cookie：1，默认值；为已知对端的保留就不需要了',
            },
          }
        : NO_CHANGE),
      actions: [
        {
          en: 'See where they are dropped: the page of drops names the reason and the place in the kernel, or "dropwatch -l kas".',
          'zh-CN': '看在哪里丢的：丢包页面给出原因和内核中的位置，或用 "dropwatch -l kas"。',
        },
        {
          en: 'Look for a route back: "ip route get" with the address of a client that cannot connect.',
          'zh-CN': '检查返回路由：对连不上的客户端地址用 "ip route get"。',
        },
      ],
      risk: {
        en: 'Risk 2 of 4 for cookies: none while queues have room. Looking costs nothing.',
        'zh-CN': 'cookie 风险 2/4：队列有空间时没有影响。查看没有代价。',
      },
      expectedEffect: { en: 'Clients connect at the first try.', 'zh-CN': '客户端一次就连上。' },
      verify: {
        en: '"nstat -az TcpExtListenDrops TcpExtListenOverflows": the first grows no more than the second.',
        'zh-CN': '"nstat -az TcpExtListenDrops TcpExtListenOverflows"：前者增长不超过后者。',
      },
      notWhen: { en: 'Something refuses these clients on purpose.', 'zh-CN': '有东西在有意拒绝这些客户端。' },
    },
  ];
}

/** Connection attempts dropped for a reason that no queue explains. */
export const tcpListenDropsOther: Rule = {
  id: 'tcp-listen-drops-other',
  layer: 'socket',
  title: { en: 'Listeners drop connections for other reasons', 'zh-CN': '监听套接字因其他原因丢弃连接' },
  metrics: [DROPS, OVERFLOWS, QUEUE_FULL],
  tunables: [COOKIES, SYN_BACKLOG],
  about: {
    feels: ['refused', 'drops'],
    symptom: {
      en: 'Some clients connect late or not at all, while no queue overflows.',
      'zh-CN': '有些客户端连得晚或根本连不上，而没有队列溢出。',
    },
    reasoning: {
      en: 'TcpExt ListenDrops grew by more than 60 within a minute beyond ListenOverflows and TCPReqQFullDrop; cleared by a minute without.',
      'zh-CN':
        '一分钟内 TcpExt ListenDrops 的增长比 ListenOverflows 与 TCPReqQFullDrop 多出 60 以上；一分钟没有则解除。',
    },
    formula: { en: 'tcp_syncookies 1 where it is 0', 'zh-CN': 'tcp_syncookies 为 0 时改为 1' },
    sources: [
      'Documentation/networking/snmp_counter.rst (TcpExtListenDrops)',
      'net/ipv4/tcp_input.c of the kernel (tcp_conn_request)',
    ],
  },
  evaluate,
};
