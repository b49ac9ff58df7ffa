import { formatValue, NO_WORDS, shareOf } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { knownEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const SILENT = 'application.tcp.silentSockets';
const ESTABLISHED = 'transport.tcp.currEstab';
const KEEPALIVE_TIME = 'net.ipv4.tcp_keepalive_time';
const SUBJECT = 'host';
/** Of all established connections. */
const SHARE = { fire: 0.2, clear: 0.1 };
/** Fewer cost nothing. */
const LEAST = 20;

function evaluate({ window, tunables }: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const silent = window.last(SILENT);
  const established = window.last(ESTABLISHED);
  const share = shareOf(silent, established);
  if (silent === undefined || established === undefined || silent < LEAST) return [];
  if (!isOver(share, SHARE, firing.has(SUBJECT))) return [];
  const time = tunables[KEEPALIVE_TIME];
  const after =
    time === undefined
      ? NO_WORDS
      : {
          en: ` The kernel then asks after ${time} s of silence (${KEEPALIVE_TIME}).`,
          'zh-CN': `之后内核在静默 ${time} s 后探测（${KEEPALIVE_TIME}）。`,
        };
  return [
    {
      subject: SUBJECT,
      severity: 'info',
      confidence: 'medium',
      title: {
        en: `${formatValue(silent, 'count')} connections have been silent for two hours, and nobody asks whether their peers live`,
        'zh-CN': `${formatValue(silent, 'count')} 条连接已静默两小时，没人确认对端是否还在`,
      },
      why: {
        en: `A peer that loses its power or its network does not say so. Who only waits for it to speak finds out by keepalive alone, which a program must ask for (SO_KEEPALIVE). ${formatValue(silent, 'count')} of ${formatValue(established, 'count')} connections (${formatValue(Math.min(1, share ?? 0), 'share')}) have carried nothing for two hours and have no keepalive: each may belong to a machine that is long gone, and holds memory, a file and often a thread.`,
        'zh-CN': `断电或断网的对端不会打招呼。只等对方说话的一方，唯有靠 keepalive 才能发现，而 keepalive 要由程序开启（SO_KEEPALIVE）。${formatValue(established, 'count')} 条连接中有 ${formatValue(silent, 'count')} 条（${formatValue(Math.min(1, share ?? 0), 'share')}）两小时内没有任何数据，也没有 keepalive：每条都可能属于早已消失的机器，还占着内存、一个文件，往往还有一个线程。`,
      },
      where: {
        en: 'established TCP connections of this host without a timer',
        'zh-CN': '本机没有定时器的已建立 TCP 连接',
      },
      evidence: [...knownEvidence({ metric: SILENT }, silent), ...knownEvidence({ metric: ESTABLISHED }, established)],
      ...NO_CHANGE,
      actions: [
        {
          en: '"ss -tinop state established" shows them: no timer, and lastsnd and lastrcv above 7,200,000 ms. See which program holds them, and whether their number only grows.',
          'zh-CN':
            '"ss -tinop state established" 可以看到它们：没有 timer，lastsnd 和 lastrcv 超过 7,200,000 ms。看是哪个程序持有，数目是否只增不减。',
        },
        {
          en: `Let that program set SO_KEEPALIVE (in nginx "so_keepalive=on" at listen, in PostgreSQL tcp_keepalives_idle, in Redis tcp-keepalive), or close idle connections itself.${after.en}`,
          'zh-CN': `让该程序设置 SO_KEEPALIVE（nginx 在 listen 处加 "so_keepalive=on"，PostgreSQL 用 tcp_keepalives_idle，Redis 用 tcp-keepalive），或自行关闭空闲连接。${after['zh-CN']}`,
        },
        {
          en: 'Behind a firewall or load balancer that forgets silent connections, set TCP_KEEPIDLE to four fifths of its limit.',
          'zh-CN': '位于会遗忘静默连接的防火墙或负载均衡之后时，把 TCP_KEEPIDLE 设为其超时的五分之四。',
        },
      ],
      risk: {
        en: 'A small packet for each silent connection now and then; it wakes sleeping phones.',
        'zh-CN': '每条静默连接偶尔多一个小包；会唤醒休眠的手机。',
      },
      expectedEffect: {
        en: 'Connections to peers that are gone end, and only those that live stay.',
        'zh-CN': '对端已消失的连接结束，只留下活着的。',
      },
      verify: {
        en: '"nstat -az TcpExtTCPKeepAlive" grows, and fewer connections are silent for two hours.',
        'zh-CN': '"nstat -az TcpExtTCPKeepAlive" 增长，静默两小时的连接减少。',
      },
      notWhen: {
        en: 'The protocol has a heartbeat that is slower than two hours, or silence is what the connection is for.',
        'zh-CN': '协议的心跳间隔超过两小时，或连接本来就是用来静默等待的。',
      },
    },
  ];
}

/** Connections that may have outlived their peers. */
export const appKeepaliveDeadPeers: Rule = {
  id: 'app-keepalive-dead-peers',
  layer: 'application',
  title: { en: 'Silent connections without keepalive', 'zh-CN': '静默且没有 keepalive 的连接' },
  metrics: [SILENT, ESTABLISHED],
  tunables: [KEEPALIVE_TIME],
  about: {
    feels: ['connections', 'memory'],
    symptom: {
      en: 'The number of connections, files and threads only grows, although no more clients use the service.',
      'zh-CN': '使用服务的客户端没有增多，连接、文件和线程的数目却只增不减。',
    },
    reasoning: {
      en: 'At least 20 connections, and more than 20 % of all that are established (cleared at 10 %), have neither received nor sent anything for two hours and have no timer, so no keepalive.',
      'zh-CN':
        '至少 20 条连接、且超过全部已建立连接的 20 %（降到 10 % 解除），两小时内没有收发任何数据，也没有定时器，即没有 keepalive。',
    },
    formula: NO_WORDS,
    sources: ['RFC 9293, section 3.8.4', 'tcp(7) (TCP_KEEPIDLE)', 'socket(7) (SO_KEEPALIVE)'],
  },
  evaluate,
};
