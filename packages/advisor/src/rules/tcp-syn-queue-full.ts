import {
  endpoint,
  formatRate,
  formatValue,
  ID,
  joinWords,
  NO_WORDS,
  SEMICOLONS,
  type SocketRow,
  tunableNumbers,
  type Words,
} from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { growthEvidence, knownEvidence } from '../evidence.ts';
import { memoryIsShort, pow2ceil, seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { raiseSomaxconn, SOMAXCONN } from '../listen/raiseSomaxconn.ts';
import { SYN_QUEUE, type SynQueue, synQueueOf } from '../listen/synQueue.ts';
import { programName, whoOf } from '../owner.ts';
import { peakPerSecond } from '../peaks.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const COOKIES = 'net.ipv4.tcp_syncookies';
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** SYNs a minute that met a full queue. */
const FULL = { fire: 60, clear: 0 };
/** A handshake whose answer was lost waits for a second. */
const HANDSHAKE_SECONDS = 1;

type Cure = Pick<Finding, 'changes' | 'arithmetic' | 'actions' | 'need'>;

const FILTER: Words = {
  en: 'Filter the flood before it reaches this host: at the provider, a load balancer, or with nftables by source.',
  'zh-CN': '在洪泛到达本机之前过滤：在运营商、负载均衡处，或用 nftables 按来源过滤。',
};
const LEAVE_ON: Words = {
  en: `Leave ${COOKIES} at 1: without cookies, SYNs of real clients are dropped as well.`,
  'zh-CN': `${COOKIES} 保持 1：没有 cookie，真正客户端的 SYN 也会被丢弃。`,
};

/** Cookies are off: a full queue drops whoever comes. */
const isOff = ({ tunables }: Pick<RuleContext, 'tunables'>): boolean => tunables[COOKIES]?.trim() === '0';

function namesOf(suspects: readonly SocketRow[]): Words {
  const names = suspects.slice(0, 3).map((row) => ({
    en: `${whoOf(row).en} on ${endpoint(row.local, row.localPort)}, backlog ${row.sendQ}`,
    'zh-CN': `${whoOf(row)['zh-CN']}，${endpoint(row.local, row.localPort)}，backlog ${row.sendQ}`,
  }));
  return joinWords(names, SEMICOLONS);
}

/** A longer backlog for the smallest listener; the kernel's limit first where that is what cut it. */
function longerQueue(context: RuleContext, { suspects: [smallest] }: SynQueue): Cure {
  if (smallest === undefined)
    return {
      ...NO_CHANGE,
      actions: [
        {
          en: 'Look for listeners with a small Send-Q in "ss -ltn", and raise the backlog of those that meet a rush of clients.',
          'zh-CN': '在 "ss -ltn" 中找 Send-Q 小的监听套接字，提高遇到客户端涌入的那些的 backlog。',
        },
      ],
    };
  const peak = peakPerSecond(context.window, [ID.tcp.passiveOpens, SYN_QUEUE.dropped], WINDOW_SECONDS) ?? 0;
  const need = pow2ceil(Math.max(2 * peak * HANDSHAKE_SECONDS, 2 * smallest.sendQ));
  const sum = {
    en: `2 x ${Math.ceil(peak)} connections a second x ${HANDSHAKE_SECONDS} s of handshake, at least twice the present ${smallest.sendQ}, as a power of two: ${need}`,
    'zh-CN': `2 x 每秒 ${Math.ceil(peak)} 个连接 x 握手 ${HANDSHAKE_SECONDS} s，至少为当前 ${smallest.sendQ} 的两倍，取 2 的幂：${need}`,
  };
  const ask = {
    en: `Raise the listen() argument of ${programName(smallest) ?? 'the program'} from ${smallest.sendQ} to ${need}, and restart it: half-open connections are bounded by the backlog. Measured: ${sum.en}.`,
    'zh-CN': `把 ${programName(smallest) ?? '该程序'} 的 listen() 参数从 ${smallest.sendQ} 提高到 ${need} 并重启：半开连接数受 backlog 限制。测量依据：${sum['zh-CN']}。`,
  };
  const [most] = tunableNumbers(context.tunables, SOMAXCONN) ?? [];
  if (most === undefined || smallest.sendQ < most) return { ...NO_CHANGE, actions: [ask] };
  if (memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY] };
  const { proposed, limitedBy } = raiseSomaxconn(most, need);
  const changes = proposed === undefined ? [] : changeTo(context, SOMAXCONN, proposed);
  return {
    need: { amount: need, from: JSON.stringify([smallest.process, smallest.localPort, smallest.sendQ, most]) },
    changes,
    arithmetic: changes.length === 0 ? NO_WORDS : joinWords([sum, limitedBy], NO_WORDS),
    actions: [ask],
  };
}

type Consequences = Pick<Finding, 'risk' | 'expectedEffect' | 'verify' | 'notWhen'>;
const WITH_LONGER_QUEUE: Consequences = {
  risk: {
    en: 'Risk 1 of 4. About 0.3 kB for each half-open connection. Listeners that are open keep their backlog.',
    'zh-CN': '风险 1/4。每个半开连接约 0.3 kB。已打开的监听套接字保持原来的 backlog。',
  },
  expectedEffect: {
    en: 'A rush of clients is remembered whole, and each connects in one round trip with all options.',
    'zh-CN': '涌入的客户端全都记得住，每个都以一个往返、带全部选项连上。',
  },
  verify: {
    en: 'Under the same load "nstat -az TcpExtTCPReqQFullDrop TcpExtTCPReqQFullDoCookies" no longer grows.',
    'zh-CN': '相同负载下 "nstat -az TcpExtTCPReqQFullDrop TcpExtTCPReqQFullDoCookies" 不再增长。',
  },
  notWhen: {
    en: 'The SYNs are a flood: a longer queue fills as well, and cookies are the answer.',
    'zh-CN': '这些 SYN 是洪泛：更长的队列同样会满，cookie 才是办法。',
  },
};
const WHILE_FLOODED: Consequences = {
  risk: {
    en: 'Risk 1 of 4. A cookie costs its connection some options, and a filter may keep out clients that share their addresses with the flood.',
    'zh-CN': '风险 1/4。cookie 会让连接失去一些选项；过滤可能把与洪泛共用地址的客户端挡在外面。',
  },
  expectedEffect: {
    en: 'Real clients get in by cookies while it lasts. Once it is kept out, the queue is empty after about a minute.',
    'zh-CN': '洪泛期间，真正的客户端靠 cookie 进来。把它挡住之后，队列约一分钟就空了。',
  },
  verify: {
    en: '"nstat -az TcpExtTCPReqQFullDoCookies TcpExtSyncookiesRecv": the first stands still once the flood is kept out, the second grows while real clients get in.',
    'zh-CN':
      '"nstat -az TcpExtTCPReqQFullDoCookies TcpExtSyncookiesRecv"：洪泛被挡住后第一个不再增长；真正的客户端进来时第二个增长。',
  },
  notWhen: {
    en: 'The SYNs are of real clients whose answers are lost on the way (a filter, a route that leads elsewhere): then the way back is to be mended.',
    'zh-CN': '这些 SYN 来自真正的客户端，只是应答在路上丢失（过滤、通往别处的路由）：那就要修好返回的路。',
  },
};

function cureOf(context: RuleContext, queue: SynQueue): Cure {
  const longer = queue.flood ? { ...NO_CHANGE, actions: [FILTER] } : longerQueue(context, queue);
  if (!isOff(context)) return queue.flood ? { ...longer, actions: [LEAVE_ON, FILTER] } : longer;
  return {
    changes: [...changeTo(context, COOKIES, 1), ...longer.changes],
    arithmetic: joinWords(
      [
        { en: 'cookies while a queue is full: 1, the default', 'zh-CN': '队列满时用 cookie：1，默认值' },
        longer.arithmetic,
      ],
      SEMICOLONS,
    ),
    actions: longer.actions,
  };
}

/** Whether clients get in is said only where that is seen. */
function titleOf({ dropping, flood }: SynQueue, accepted: number | undefined): Words {
  if (dropping)
    return {
      en: 'New connections are dropped: the queue of half-open connections is full',
      'zh-CN': '新连接被丢弃：半连接队列已满',
    };
  const isSeen = (accepted ?? 0) > 0;
  if (flood)
    return isSeen
      ? {
          en: 'A flood of SYNs fills the queue of half-open connections; clients still get in by SYN cookies',
          'zh-CN': 'SYN 洪泛填满半连接队列；客户端仍能靠 SYN cookie 进来',
        }
      : {
          en: 'A flood of SYNs fills the queue of half-open connections; no client is seen to get in',
          'zh-CN': 'SYN 洪泛填满半连接队列；没有看到客户端进来',
        };
  return isSeen
    ? {
        en: 'The queue of half-open connections is full, and clients get in by SYN cookies only',
        'zh-CN': '半连接队列已满，客户端只能靠 SYN cookie 进来',
      }
    : {
        en: 'The queue of half-open connections is full, and no client is seen to get in',
        'zh-CN': '半连接队列已满，没有看到客户端进来',
      };
}

/** What of it all is known to have become connections. */
function acceptedWords(accepted: number | undefined): Words {
  if (accepted === undefined) return NO_WORDS;
  if (accepted === 0)
    return {
      en: ' No listener of this host accepted a connection meanwhile: that real clients get in is not seen.',
      'zh-CN': '其间本机的监听套接字没有接受任何连接：没有看到真正的客户端进来。',
    };
  const rate = formatRate(accepted / WINDOW_SECONDS, 'count');
  return {
    en: ` The listeners of this host accepted ${rate} connections meanwhile.`,
    'zh-CN': `其间本机的监听套接字以 ${rate} 的速率接受了连接。`,
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables } = context;
  const open = firing.has(SUBJECT);
  if (!open && !seenLongEnough(context, SYN_QUEUE.dropped)) return [];
  const measured = synQueueOf(context, WINDOW_SECONDS);
  // With 2 every SYN gets a cookie, and is counted as if the queue were full.
  const always = tunables[COOKIES]?.trim() === '2';
  // The value of now counts at once, whatever the last minute was like.
  const queue = {
    ...measured,
    cookies: always ? 0 : measured.cookies,
    dropping: measured.dropping || isOff(context),
  };
  const full = queue.dropped + queue.cookies;
  if (!isOver(full, FULL, open)) return [];
  const { halfOpen, suspects, dropped, dropping, answered } = queue;
  const accepted = window.delta(ID.tcp.passiveOpens, WINDOW_SECONDS);
  const cookies = formatValue(queue.cookies, 'count');
  const answers =
    answered === undefined
      ? NO_WORDS
      : {
          en: ` Of the cookies sent, ${formatValue(answered, 'share')} came back as connections.`,
          'zh-CN': `发出的 cookie 有 ${formatValue(answered, 'share')} 变成了连接。`,
        };
  return [
    {
      subject: SUBJECT,
      severity: dropping ? 'critical' : 'warning',
      confidence: queue.flood || suspects.length === 1 ? 'high' : 'medium',
      title: titleOf(queue, accepted),
      why: {
        en: `A SYN opens a connection halfway: the listener remembers it until the client answers, a round trip later. It remembers as many as its backlog (which net.core.somaxconn cuts), and in the last minute ${formatValue(full, 'count')} SYNs found that full. ${dropped > 0 ? `${formatValue(dropped, 'count')} were dropped: each such client waits a second before it tries again.` : ''}${queue.cookies > 0 ? ` ${cookies} were answered with a cookie, which costs connections some of their options.` : ''}${answers.en}${acceptedWords(accepted).en}`,
        'zh-CN': `SYN 把连接打开一半：监听套接字记住它，直到一个往返之后客户端应答。最多记 backlog 那么多（由 net.core.somaxconn 截断），最近一分钟有 ${formatValue(full, 'count')} 个 SYN 遇到它已满。${dropped > 0 ? `丢弃了 ${formatValue(dropped, 'count')} 个：这样的客户端要等一秒才重试。` : ''}${queue.cookies > 0 ? `以 cookie 应答了 ${cookies} 个，连接会失去一些选项。` : ''}${answers['zh-CN']}${acceptedWords(accepted)['zh-CN']}`,
      },
      where:
        suspects.length > 0
          ? namesOf(suspects)
          : {
              en: 'a listener that was not caught while its queue was full',
              'zh-CN': '一个队列满的时候没有捕捉到的监听套接字',
            },
      evidence: [
        ...growthEvidence(window, { metric: SYN_QUEUE.dropped }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: SYN_QUEUE.cookies }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: SYN_QUEUE.cookiesSent }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: SYN_QUEUE.cookiesBack }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: ID.tcp.passiveOpens }, WINDOW_SECONDS),
        ...knownEvidence({ metric: SYN_QUEUE.sockets, labels: { protocol: 'tcp', state: 'syn-recv' } }, halfOpen, {
          as: 'peak',
          seconds: WINDOW_SECONDS,
        }),
      ],
      ...cureOf(context, queue),
      ...(queue.flood ? WHILE_FLOODED : WITH_LONGER_QUEUE),
    },
  ];
}

/** Handshakes that find no room at their listener. */
export const tcpSynQueueFull: Rule = {
  id: 'tcp-syn-queue-full',
  layer: 'socket',
  title: { en: 'Queue of half-open connections is full', 'zh-CN': '半连接队列满' },
  metrics: [
    SYN_QUEUE.dropped,
    SYN_QUEUE.cookies,
    SYN_QUEUE.cookiesSent,
    SYN_QUEUE.cookiesBack,
    SYN_QUEUE.sockets,
    ID.tcp.passiveOpens,
    ID.memory.availableBytes,
    ID.memory.totalBytes,
  ],
  tunables: [COOKIES, SOMAXCONN],
  yieldsTo: ['tcp-listen-overflow'],
  about: {
    feels: ['refused', 'late'],
    symptom: {
      en: 'Clients need one, three or seven seconds to connect at peaks, or do not connect at all.',
      'zh-CN': '高峰时客户端建连要一、三、七秒，或根本连不上。',
    },
    reasoning: {
      en: 'More than 60 SYNs a minute found the queue full (TcpExt TCPReqQFullDrop, and TCPReqQFullDoCookies unless cookies are always sent); cleared by a minute without. Suspects are the listeners whose backlog is no larger than the most half-open connections that were seen. When less than a tenth of at least 50 cookies come back it is a flood, and no longer queue is proposed, only cookies where they are off. That clients get in is said only while listeners accept connections.',
      'zh-CN':
        '每分钟超过 60 个 SYN 遇到队列已满（TcpExt TCPReqQFullDrop；cookie 不是总发时还有 TCPReqQFullDoCookies）；一分钟没有则解除。嫌疑是 backlog 不大于所见最多半开连接数的监听套接字。至少 50 个 cookie 中返回不到十分之一，就是洪泛，不建议加长队列，只在 cookie 关闭时建议打开。只有监听套接字接受了连接，才说客户端进得来。',
    },
    formula: {
      en: 'backlog = power of two above 2 x peak of new connections a second x 1 s; net.core.somaxconn the same, at least 4,096; tcp_syncookies 1 where it is 0',
      'zh-CN':
        'backlog = 2 x 峰值每秒新连接数 x 1 s 以上的 2 的幂；net.core.somaxconn 相同，至少 4,096；tcp_syncookies 为 0 时改为 1',
    },
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_syncookies, tcp_max_syn_backlog)',
      'net/ipv4/tcp_input.c of the kernel (tcp_conn_request)',
    ],
  },
  evaluate,
};
