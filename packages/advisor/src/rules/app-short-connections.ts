import { formatRate, formatValue, ID, NO_WORDS } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { knownEvidence, lastEvidence, rateEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const { connections: CLOSED, short: SHORT, rttMedianUs: RTT } = ID.churn;
const RECEIVED = 'application.churn.receivedBytes';
const ACKED = 'application.churn.ackedBytes';
const TIME_WAIT = ID.sockstat.tcpTw;
const SUBJECT = 'host';
/** Short connections a second. */
const RATE = { fire: 200, clear: 100 };
const WINDOW_SECONDS = 30;
/** Above it a connection is worth its handshake. */
const MOST_BYTES = 65_536;
/** Most of what is closed must be short, or it is a busy host and not a habit. */
const MOSTLY = 0.5;

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const open = firing.has(SUBJECT);
  const perSecond = window.rate(SHORT, WINDOW_SECONDS);
  if (!isOver(perSecond, RATE, open) || (!open && !seenLongEnough(context, SHORT))) return [];
  const closed = window.delta(CLOSED, WINDOW_SECONDS);
  const short = window.delta(SHORT, WINDOW_SECONDS);
  const received = window.delta(RECEIVED, WINDOW_SECONDS);
  const acked = window.delta(ACKED, WINDOW_SECONDS);
  if (closed === undefined || closed <= 0 || short === undefined || received === undefined || acked === undefined)
    return [];
  const meanBytes = (received + acked) / closed;
  if (meanBytes >= MOST_BYTES || short < MOSTLY * closed) return [];
  const opened = window.rate(ID.tcp.activeOpens, WINDOW_SECONDS) ?? 0;
  const accepted = window.rate(ID.tcp.passiveOpens, WINDOW_SECONDS) ?? 0;
  const rate = {
    en: formatRate(perSecond, 'connections', { noun: true }),
    'zh-CN': `每秒 ${formatValue(perSecond, 'count')} 个`,
  };
  const rttUs = window.last(RTT);
  const path =
    rttUs === undefined
      ? NO_WORDS
      : {
          en: ` (${formatValue(rttUs, 'microseconds')} in the middle)`,
          'zh-CN': `（中位数 ${formatValue(rttUs, 'microseconds')}）`,
        };
  return [
    {
      subject: SUBJECT,
      severity: 'info',
      confidence: 'high',
      title: {
        en: `Connections are made for a moment and closed again: ${rate.en}`,
        'zh-CN': `连接建立片刻便关闭：${rate['zh-CN']}`,
      },
      why: {
        en: `Before the first byte a new connection waits one round trip${path.en}, with TLS two or three, and starts slowly; whoever closes it keeps its port busy for a minute (TIME-WAIT). Of the connections closed in the last ${WINDOW_SECONDS} s, ${formatValue(Math.min(1, short / closed), 'share')} were short, and a mean one carried ${formatValue(Math.round(meanBytes), 'bytes')}. Connections that are kept and used again save all of that.`,
        'zh-CN': `新连接发出第一个字节前要等一个往返${path['zh-CN']}，用 TLS 则两三个，而且起步慢；先关闭的一方让端口再占用一分钟（TIME-WAIT）。最近 ${WINDOW_SECONDS} s 关闭的连接中 ${formatValue(Math.min(1, short / closed), 'share')} 是短连接，平均每条只传了 ${formatValue(Math.round(meanBytes), 'bytes')}。保持并复用连接可以省下这一切。`,
      },
      where: {
        en: `${formatRate(opened, 'connections')} opened by programs of this host, ${formatRate(accepted, 'connections')} accepted`,
        'zh-CN': `本机程序主动建立 ${formatRate(opened, 'connections')}，接受 ${formatRate(accepted, 'connections')}`,
      },
      evidence: [
        ...rateEvidence(window, { metric: SHORT }, WINDOW_SECONDS),
        ...rateEvidence(window, { metric: ID.tcp.activeOpens }, WINDOW_SECONDS),
        ...rateEvidence(window, { metric: ID.tcp.passiveOpens }, WINDOW_SECONDS),
        ...lastEvidence(window, { metric: TIME_WAIT }),
        ...knownEvidence({ metric: RTT }, rttUs),
      ],
      ...NO_CHANGE,
      actions: [
        accepted > opened
          ? {
              en: 'On this server: allow keep-alive (HTTP/1.1 or HTTP/2 with a timeout of some seconds), so that clients can use a connection again.',
              'zh-CN': '在本服务器上：开启 keep-alive（HTTP/1.1 或 HTTP/2，超时几秒），让客户端能复用连接。',
            }
          : {
              en: 'In the clients on this host: use a connection pool with keep-alive to each service instead of a connection for each request (in nginx "keepalive" of an upstream, in a database a pooler).',
              'zh-CN':
                '在本机的客户端中：对每个服务用带 keep-alive 的连接池，不要每个请求建一条连接（nginx 用 upstream 的 "keepalive"，数据库用连接池代理）。',
            },
        {
          en: 'Where short connections must stay, TLS session resumption and TCP Fast Open save round trips.',
          'zh-CN': '短连接非留不可时，TLS 会话恢复和 TCP Fast Open 可以省下往返。',
        },
      ],
      risk: {
        en: 'Kept connections hold some kB of kernel memory each and need a timeout.',
        'zh-CN': '保持的连接每条占几 kB 内核内存，并且需要超时。',
      },
      expectedEffect: {
        en: `With ten requests for each connection nine of ten handshakes fall away: about ${formatRate(0.9 * (perSecond ?? 0), 'connections', { noun: true })} less.`,
        'zh-CN': `每条连接承载十个请求，十次握手可省去九次：每秒约少 ${formatValue(0.9 * (perSecond ?? 0), 'count')} 个连接。`,
      },
      verify: {
        en: '"nstat -az TcpActiveOpens TcpPassiveOpens" grows far more slowly while as many requests are answered.',
        'zh-CN': '应答的请求数不变，而 "nstat -az TcpActiveOpens TcpPassiveOpens" 的增长慢得多。',
      },
      notWhen: {
        en: 'Health checks, load tests, or a protocol with one connection for each transfer make them.',
        'zh-CN': '是健康检查、压力测试，或每次传输一条连接的协议造成的。',
      },
    },
  ];
}

/** Many connections that carry little and live for a moment. */
export const appShortConnections: Rule = {
  id: 'app-short-connections',
  layer: 'application',
  title: { en: 'Many short connections', 'zh-CN': '大量短连接' },
  metrics: [CLOSED, SHORT, RTT, RECEIVED, ACKED, TIME_WAIT, ID.tcp.activeOpens, ID.tcp.passiveOpens],
  tunables: [],
  about: {
    feels: ['cpu', 'late', 'connections'],
    symptom: {
      en: 'Each request pays for a handshake, CPUs are busy with connections, and ports run short.',
      'zh-CN': '每个请求都要付一次握手的代价，CPU 忙于建连，端口变得紧张。',
    },
    reasoning: {
      en: 'More than 200 short connections a second are closed over 30 s (those that the socket dump before the last did not know), they are most of all that are closed, and a mean one carries less than 64 KiB; cleared at 100. Where both ends are on this host, both are counted.',
      'zh-CN':
        '30 s 内每秒关闭的短连接（倒数第二次套接字转储里还没有的）超过 200 条，占全部关闭连接的大多数，且平均每条不到 64 KiB；降到 100 解除。两端都在本机时，两端都计数。',
    },
    formula: NO_WORDS,
    sources: ['RFC 9293, section 3.6 (TIME-WAIT)', 'RFC 9112, section 9.3 (persistent connections)'],
  },
  evaluate,
};
