import { formatValue, ID, shareOf, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { growthEvidence, knownEvidence } from '../evidence.ts';
import { memoryIsShort, pow2ceil, raise, seenLongEnough } from '../guards.ts';
import { heldText } from '../heldText.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const MOST = 'net.ipv4.tcp_max_tw_buckets';
const OVERFLOWS = ID.tcp.timeWaitOverflow;
const WAITING = ID.sockstat.tcpTw;
const ENDED = 'transport.tcpExt.tw';
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
const NONE = { fire: 0, clear: 0 };
const FILL = { fire: 0.8, clear: 0.6 };
const HEALED_BELOW = 0.5;
/** Each waits so long, and takes about so much. */
const WAIT_SECONDS = 60;
const BYTES_EACH = 256;
const MOST_MEMORY_SHARE = 1 / 16;

type Cure = Pick<Finding, 'changes' | 'arithmetic' | 'actions' | 'need'>;

const FEWER = {
  en: 'Make fewer short connections: keep-alive and connection pools, and let the client close first where the server has too many.',
  'zh-CN': '少建短连接：keep-alive 和连接池；服务器上 TIME-WAIT 太多时，让客户端先关闭。',
};

function cureOf(context: RuleContext, current: number): Cure {
  const { window, host } = context;
  if (memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY, FEWER] };
  const closedPerSecond = (window.rate(ENDED, WINDOW_SECONDS) ?? 0) + (window.rate(OVERFLOWS, WINDOW_SECONDS) ?? 0);
  const need = pow2ceil(Math.max(2 * current, 1.25 * closedPerSecond * WAIT_SECONDS));
  const { proposed, limitedBy } = raise(current, need, (host.memTotalBytes * MOST_MEMORY_SHARE) / BYTES_EACH);
  if (proposed === undefined) return { ...NO_CHANGE, actions: [FEWER] };
  return {
    need: { amount: need, from: String(current) },
    changes: changeTo(context, MOST, proposed),
    arithmetic: {
      en: `${closedPerSecond.toFixed(0)} closed a second x ${WAIT_SECONDS} s x 1.25, at least twice the present ${current}, as a power of two: ${need}${limitedBy.en}`,
      'zh-CN': `每秒关闭 ${closedPerSecond.toFixed(0)} 个 x ${WAIT_SECONDS} s x 1.25，至少为当前 ${current} 的两倍，取 2 的幂：${need}${limitedBy['zh-CN']}`,
    },
    actions: [FEWER],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables } = context;
  const open = firing.has(SUBJECT);
  if (!open && !seenLongEnough(context, OVERFLOWS)) return [];
  const lost = window.delta(OVERFLOWS, WINDOW_SECONDS);
  const waiting = window.last(WAITING);
  const peak = window.max(WAITING, WINDOW_SECONDS);
  const [most] = tunableNumbers(tunables, MOST) ?? [];
  const of = {
    en: `in TIME-WAIT of ${most ?? 'an unknown number'} allowed`,
    'zh-CN': `个处于 TIME-WAIT（允许 ${most ?? '未知'}）`,
  };
  const fill = shareOf(waiting, most);
  // A limit that has just been raised leaves overflows of before in the count.
  const overflows = isOver(lost, NONE, open) && (fill ?? 1) > HEALED_BELOW;
  if (!overflows && !isOver(fill, FILL, open)) return [];
  return [
    {
      subject: SUBJECT,
      severity: overflows ? 'warning' : 'info',
      confidence: 'high',
      title: overflows
        ? {
            en: 'Connections close without their TIME-WAIT: there are too many already',
            'zh-CN': '连接关闭时没有 TIME-WAIT：已经太多',
          }
        : {
            en: 'The room for closed connections in TIME-WAIT is nearly used up',
            'zh-CN': '留给 TIME-WAIT 中已关闭连接的空间快用完了',
          },
      why: {
        en: `The side that closes a connection first remembers it for a minute (TIME-WAIT), so that late packets cannot reach a new connection with the same ports. ${MOST} limits how many are remembered; beyond it connections close without, and a lost last packet ends in a reset.${lost === undefined || lost === 0 ? '' : ` In the last minute ${formatValue(lost, 'count')} went without.`}`,
        'zh-CN': `先关闭的一方会把连接记住一分钟（TIME-WAIT），以免迟到的包进入端口相同的新连接。${MOST} 限制能记住多少；超出的连接关闭时就没有，最后一个包一丢就以重置收场。${lost === undefined || lost === 0 ? '' : `最近一分钟有 ${formatValue(lost, 'count')} 个没有得到。`}`,
      },
      where: heldText({ now: waiting, peak, of, within: 'a minute' }),
      evidence: [
        ...knownEvidence({ metric: WAITING }, peak, { as: 'peak', seconds: WINDOW_SECONDS }),
        ...growthEvidence(window, { metric: OVERFLOWS }, WINDOW_SECONDS),
      ],
      ...(most === undefined || most < 1 ? { ...NO_CHANGE, actions: [FEWER] } : cureOf(context, most)),
      risk: {
        en: 'Risk 1 of 4. About a quarter of a kilobyte of memory for each closed connection, for a minute.',
        'zh-CN': '风险 1/4。每个已关闭的连接约四分之一 KB 内存，持续一分钟。',
      },
      expectedEffect: {
        en: 'Each connection that is closed here has its minute; the counter stands still.',
        'zh-CN': '每个在这里关闭的连接都有它的一分钟；计数不再变化。',
      },
      verify: {
        en: '"nstat -az TcpExtTCPTimeWaitOverflow" no longer grows, and "ss -s" shows timewait below 60 % of the limit.',
        'zh-CN': '"nstat -az TcpExtTCPTimeWaitOverflow" 不再增长，"ss -s" 的 timewait 低于上限的 60 %。',
      },
      notWhen: {
        en: 'Never lower it instead: TIME-WAIT sockets are cheap, and what they prevent is not.',
        'zh-CN': '绝不要反过来降低它：TIME-WAIT 套接字很便宜，它防止的问题可不便宜。',
      },
    },
  ];
}

/** More closed connections than the kernel may remember. */
export const tcpTwOverflow: Rule = {
  id: 'tcp-tw-overflow',
  layer: 'transport',
  title: { en: 'TIME-WAIT overflow', 'zh-CN': 'TIME-WAIT 溢出' },
  metrics: [OVERFLOWS, WAITING, ENDED, ID.memory.availableBytes, ID.memory.totalBytes],
  tunables: [MOST],
  yieldsTo: ['setting-tw-buckets-lowered'],
  about: {
    feels: ['resets', 'connections'],
    symptom: {
      en: 'The kernel logs "time wait bucket table overflow"; rarely, resets at the end of connections.',
      'zh-CN': '内核记录 "time wait bucket table overflow"；偶尔连接末尾被重置。',
    },
    reasoning: {
      en: 'TcpExt TCPTimeWaitOverflow grew within a minute, or more than 80 % of net.ipv4.tcp_max_tw_buckets are in use; cleared below 60 %.',
      'zh-CN':
        '一分钟内 TcpExt TCPTimeWaitOverflow 有增长，或 net.ipv4.tcp_max_tw_buckets 用量超过 80 %；低于 60 % 解除。',
    },
    formula: {
      en: 'closed connections a second x 60 s x 1.25, at least twice the present limit, as a power of two; at most a sixteenth of the memory at 256 bytes each',
      'zh-CN': '每秒关闭连接数 x 60 s x 1.25，至少为当前上限的两倍，取 2 的幂；按每个 256 字节计最多占内存的十六分之一',
    },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_max_tw_buckets)', 'RFC 9293, section 3.6'],
  },
  evaluate,
};
