import { formatValue, ID, NO_WORDS, shareOf, type Words } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { RETRANS, RETRANS_IDS, type Retransmissions, retransmissionsOf } from '../retransmission/counts.ts';
import { meetFullQueue } from '../retransmission/meetFullQueue.ts';
import { lossyPeers, type Peers } from '../retransmission/peers.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
const SHARE = { fire: 0.01, clear: 0.005 };
const CRITICAL_SHARE = 0.05;
/** Fewer than these tell nothing. */
const LEAST = { data: 1000, again: 20 };
/** One peer of several that has this share of what was sent again. */
const ONE_PATH_SHARE = 0.8;

/** What tells where to look. */
interface Found extends Peers {
  /** A full accept queue of this host dropped what was sent again. */
  readonly queueFull: boolean;
}

function whereOf({ lossy, seen, queueFull }: Found): Words {
  if (queueFull)
    return {
      en: 'connections of this host to a listener of its own whose accept queue is full',
      'zh-CN': '本机到自己的监听套接字的连接，而其 accept 队列已满',
    };
  const [first] = lossy;
  if (first === undefined)
    return {
      en: 'connections that were not among the busiest senders when the agent looked',
      'zh-CN': 'agent 查看时不在最忙发送方之列的连接',
    };
  const others =
    lossy.length > 1
      ? {
          en: `, then ${lossy
            .slice(1, 3)
            .map(({ remote }) => remote)
            .join(', ')}`,
          'zh-CN': `，其次是 ${lossy
            .slice(1, 3)
            .map(({ remote }) => remote)
            .join('、')}`,
        }
      : NO_WORDS;
  return {
    en: `most to ${first.remote}: ${formatValue(first.share, 'share')} of what the busiest ${seen === 1 ? 'connections to it' : `connections to ${seen} peers`} sent again${others.en}`,
    'zh-CN': `多数发往 ${first.remote}：占${seen === 1 ? '到它的最忙连接' : `到 ${seen} 个对端的最忙连接`}所重传的 ${formatValue(first.share, 'share')}${others['zh-CN']}`,
  };
}

function pathAction({ lossy, seen, queueFull }: Found): Words {
  if (queueFull)
    return {
      en: 'No path loses these: "ss -ltn" shows the listener whose Recv-Q has reached its Send-Q. Once its program accepts in time, or its queue is long enough, they stop.',
      'zh-CN':
        '不是路径丢的："ss -ltn" 中 Recv-Q 达到 Send-Q 的就是那个监听套接字。等程序及时 accept，或队列够长，重传就会停止。',
    };
  const [first] = lossy;
  if (first?.within)
    return {
      en: 'Both ends are on this host, so that there is no path to follow: see what throws packets away here, with "nstat -az TcpExtListenOverflows TcpExtTCPBacklogDrop TcpExtTCPRcvQDrop", "tc -s qdisc show dev lo" and the counters of "nft list ruleset".',
      'zh-CN':
        '两端都在本机，没有路径可跟踪：查本机哪里丢包，用 "nstat -az TcpExtListenOverflows TcpExtTCPBacklogDrop TcpExtTCPRcvQDrop"、"tc -s qdisc show dev lo" 和 "nft list ruleset" 的计数。',
    };
  if (first !== undefined && seen > 1 && first.share >= ONE_PATH_SHARE)
    return {
      en: `Most of it is on one path: follow it with "mtr ${first.remote}", and speak with whoever runs it.`,
      'zh-CN': `大多在一条路径上：用 "mtr ${first.remote}" 跟踪，与其运营方联系。`,
    };
  return {
    en: 'See which connections send again: "ss -tin" shows retrans of each. Follow the path to their peers with "mtr", and look at both ends for drops: "tc -s qdisc" and "ethtool -S" here, and the same there.',
    'zh-CN':
      '看哪些连接在重传："ss -tin" 显示每个的 retrans。用 "mtr" 跟踪到其对端的路径，并在两端查丢包：这里 "tc -s qdisc" 和 "ethtool -S"，那边也一样。',
  };
}

function timeoutAction({ again, dataTimeouts }: Retransmissions): readonly Words[] {
  if (dataTimeouts === undefined) return [];
  return [
    dataTimeouts > again / 3
      ? {
          en: 'Many of them are timeouts, where a connection stands still for 0.2 s and more: whole windows are lost at a time, or the connections are short.',
          'zh-CN': '其中许多是超时，连接每次停住 0.2 s 以上：要么整窗丢失，要么连接很短。',
        }
      : {
          en: 'Nearly all were found without waiting for a timer, so that each costs a round trip and some speed.',
          'zh-CN': '几乎都不用等定时器就发现了，所以每个的代价是一个往返和一些速度。',
        },
  ];
}

function timeoutText({ dataTimeouts }: Retransmissions): Words {
  if (dataTimeouts === undefined)
    return {
      en: '; how many of them after a timeout is not known, since the kernel counts handshakes that time out with them',
      'zh-CN': '；其中多少是在超时之后不得而知，因为内核把超时的握手计在一起',
    };
  const count = formatValue(dataTimeouts, 'count');
  return {
    en: `, ${count === '1' ? 'once' : `${count} times`} after a timeout`,
    'zh-CN': `，其中 ${count} 次是在超时之后`,
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const open = firing.has(SUBJECT);
  if (!open && !seenLongEnough(context, RETRANS.data)) return [];
  const counted = retransmissionsOf(window, WINDOW_SECONDS);
  if (counted === undefined) return [];
  const { data, again, dataTimeouts } = counted;
  const share = shareOf(again, data);
  if (share === undefined || !isOver(share, SHARE, open)) return [];
  if (!open && (data < LEAST.data || again < LEAST.again)) return [];
  const peers = lossyPeers(context, WINDOW_SECONDS);
  const queueFull = meetFullQueue(context, peers, again, WINDOW_SECONDS);
  const found = { ...peers, queueFull };
  const timeouts = timeoutText(counted);
  const said = formatValue(share, 'share');
  return [
    {
      ...(queueFull ? { yieldsTo: ['tcp-listen-overflow'] } : {}),
      subject: SUBJECT,
      severity: share > CRITICAL_SHARE ? 'critical' : 'warning',
      confidence: peers.lossy.length > 0 ? 'high' : 'medium',
      title: {
        en: `${said} of the data that TCP sends has to be sent again`,
        'zh-CN': `TCP 发送的数据有 ${said} 需要重传`,
      },
      why: {
        en: `TCP sends a segment again when nobody acknowledges it: it was lost on the way, or its answer was. In the last minute ${formatValue(again, 'count')} of ${formatValue(data, 'count')} segments with data were sent again${timeouts.en}. Up to 0.5 % is usual on the internet and none inside a data centre. Congestion control takes each loss for a full path and slows down: with cubic 1 % of loss over 50 ms leaves some 3 Mbit/s a connection, whatever the link.`,
        'zh-CN': `没人确认的报文段，TCP 会重传：它丢在路上，或它的应答丢了。最近一分钟 ${formatValue(data, 'count')} 个有数据的报文段中重传了 ${formatValue(again, 'count')} 个${timeouts['zh-CN']}。互联网上 0.5 % 以内很平常，数据中心内应当没有。拥塞控制把每次丢失当作路径拥塞而减速：cubic 在 50 ms 上丢 1 %，不管链路多快，每个连接只剩约 3 Mbit/s。`,
      },
      where: whereOf(found),
      evidence: [
        ...growthEvidence(window, { metric: RETRANS.all }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.data }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.syn }, WINDOW_SECONDS),
        ...(dataTimeouts === undefined ? [] : growthEvidence(window, { metric: RETRANS.timeouts }, WINDOW_SECONDS)),
        ...growthEvidence(window, { metric: RETRANS.probes }, WINDOW_SECONDS),
      ],
      ...NO_CHANGE,
      actions: [pathAction(found), ...timeoutAction(counted)],
      risk: { en: 'Looking costs nothing.', 'zh-CN': '查看没有代价。' },
      expectedEffect: {
        en: 'Once the place that drops is found and mended, connections keep their speed.',
        'zh-CN': '找到并修好丢包的地方之后，连接就能保持速度。',
      },
      verify: {
        en: '"nstat -az TcpRetransSegs TcpExtTCPOrigDataSent" shows the first below 0.5 % of the second.',
        'zh-CN': '"nstat -az TcpRetransSegs TcpExtTCPOrigDataSent" 中，前者低于后者的 0.5 %。',
      },
      notWhen: {
        en: 'The loss is on a path that nobody here can mend (mobile clients): then bbr bears it better than cubic.',
        'zh-CN': '丢失在这里谁也修不了的路径上（移动客户端）：那么 bbr 比 cubic 更能承受。',
      },
    },
  ];
}

/** Loss somewhere between this host and its peers. */
export const tcpRetransHigh: Rule = {
  id: 'tcp-retrans-high',
  layer: 'transport',
  title: { en: 'Many retransmissions', 'zh-CN': '大量重传' },
  metrics: [...RETRANS_IDS, ID.tcp.listenOverflows],
  tunables: [],
  yieldsTo: [
    'tcp-mtu-blackhole',
    'tcp-retrans-fail',
    'tcp-reordering',
    'tcp-spurious-rto',
    'tcp-dsack-high',
    'softnet-dropped',
    'link-errors',
    'nic-ring-drops',
    'qdisc-drops',
    'link-send-drops',
  ],
  about: {
    feels: ['slow', 'late', 'drops'],
    symptom: {
      en: 'Transfers are slow or come in bursts, and answers are late by a fifth of a second now and then.',
      'zh-CN': '传输慢或一阵一阵，应答时不时晚五分之一秒。',
    },
    reasoning: {
      en: 'Segments sent again (without SYNs) are more than 1 % of the segments with data within a minute, of at least 1,000; cleared below 0.5 %, critical above 5 %. The peers are those to which the busiest connections sent again. Where the cause is known (drops in this host, reordering, needless timeouts) that is told instead; so it is when the connections lead to a listener of this host, and as many found its accept queue full.',
      'zh-CN':
        '一分钟内重传的报文段（不含 SYN）超过至少 1,000 个有数据报文段的 1 %；低于 0.5 % 解除，超过 5 % 为严重。列出的对端是最忙的连接所重传的去向。原因已知时（本机丢包、乱序、不必要的超时），改为说明原因；连接通往本机的监听套接字、且同样多的遇到其 accept 队列已满时也是如此。',
    },
    formula: NO_WORDS,
    sources: ['Documentation/networking/snmp_counter.rst', 'RFC 5681', 'Mathis et al., 1997'],
  },
  evaluate,
};
