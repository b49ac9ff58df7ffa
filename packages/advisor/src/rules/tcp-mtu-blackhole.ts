import { formatAge, ID, type SocketRow, tunableNumbers, type Words } from '@netstrata/metrics';
import { changeTo, NO_CHANGE } from '../change.ts';
import { mattering, recentDumps } from '../dumps.ts';
import { growthEvidence, knownEvidence } from '../evidence.ts';
import { isWithin } from '../isWithin.ts';
import { whoOf } from '../owner.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const PROBING = 'net.ipv4.tcp_mtu_probing';
const FAILED_PROBES = 'transport.tcpExt.tcpmtupFail';
const SUBJECT = 'host';
const DUMP_SECONDS = 60;
/** Smaller segments pass nearly everywhere. */
const LARGE_MSS_BYTES = 1000;
/** So many at once are no accident; while it is open a single one keeps it so. */
const LEAST = { fire: 3, clear: 1 };
/** Programs, and peers of each, that are named. */
const MOST_NAMED = 3;
/** Of all that are stuck. */
const MOSTLY = 0.8;
/** With probing on the kernel helps itself after three timeouts; who is still stuck then is stuck for another reason, or for good. */
const TIMEOUTS = { off: 2, on: 6 };

const OUTAGE = {
  en: ' No other connection gets data out of this host at the moment, so it may also be an outage that began right after these had opened: the ping below tells which.',
  'zh-CN': '此刻本机没有别的连接能把数据送出去，所以也可能是这些连接刚建立就发生的中断：用下面的 ping 来分辨。',
};

/** What stays within this host takes no path: its data is thrown away by whoever should take it. */
const isOut = (row: SocketRow): boolean => !isWithin(row);

/**
 * The handshake and small segments passed, and not a single full one ever did: a peer that has gone away would leave connections behind
 * that had carried more.
 */
function neverPassed({ mssBytes = 0, bytesAcked, sendQ, unanswered = 0 }: SocketRow): boolean {
  if (mssBytes < LARGE_MSS_BYTES || bytesAcked === undefined || unanswered < TIMEOUTS.off) return false;
  return bytesAcked < mssBytes && sendQ >= mssBytes;
}

/** Each program with the peers that it does not reach, the first few. */
function pairsOf(stuck: readonly SocketRow[]): Words {
  const programs = [...Map.groupBy(stuck, ({ process, pid }) => `${process} ${pid}`).values()];
  const pairs = programs.slice(0, MOST_NAMED).flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const peers = [...new Set([first, ...others].map(({ remote }) => remote))].slice(0, MOST_NAMED);
    return [{ who: whoOf(first), peers }];
  });
  const more = programs.length - pairs.length;
  return {
    en: `${pairs.map(({ who, peers }) => `${who.en} to ${peers.join(', ')}`).join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
    'zh-CN': `${pairs.map(({ who, peers }) => `${who['zh-CN']} 到 ${peers.join('、')}`).join('；')}${more > 0 ? `；另有 ${more} 个程序` : ''}`,
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables } = context;
  const dumps = recentDumps(context, DUMP_SECONDS);
  const [probing] = tunableNumbers(tunables, PROBING) ?? [];
  const timeouts = (probing ?? 0) > 0 ? TIMEOUTS.on : TIMEOUTS.off;
  const newest = dumps.at(-1);
  const all = mattering(newest?.stuck ?? [], isOut);
  const stuck = mattering(all, neverPassed).filter(({ unanswered = 0 }) => unanswered >= timeouts);
  const [worst] = stuck;
  // In an outage connections that had carried more are stuck as well.
  if (stuck.length < MOSTLY * all.length) return [];
  if (worst === undefined || stuck.length < (firing.has(SUBJECT) ? LEAST.clear : LEAST.fire)) return [];
  const peers = new Set(stuck.map(({ remote }) => remote));
  // Nobody gets anything through: several peers are needed then, since a single one may have gone away right after it answered.
  const isAlone = !(newest?.senders ?? []).some(isOut);
  if (isAlone && peers.size === 1 && !firing.has(SUBJECT)) return [];
  const named = pairsOf(stuck);
  const sizes = { en: `${worst.mssBytes} bytes and headers`, 'zh-CN': `${worst.mssBytes} 字节加头部` };
  const changes = probing === 0 ? changeTo(context, PROBING, 1) : [];
  return [
    {
      subject: SUBJECT,
      severity: 'critical',
      confidence: isAlone ? 'low' : peers.size > 1 ? 'high' : 'medium',
      title: {
        en: 'Full-size packets vanish on the way: connections open, and then hang',
        'zh-CN': '满尺寸的包在路上消失：连接能建立，随后挂住',
      },
      why: {
        en: `${stuck.length} connections finished their handshake and exchanged little things, but their first full segment (${sizes.en}) has been sent ${(worst.unanswered ?? 0) + 1} times and more without an answer, and no full one ever arrived. Somewhere on the path packets must be smaller, as in a tunnel or a VPN; the router there should say so by ICMP ("fragmentation needed"), and that message does not come back. So the sender never learns of it.${isAlone ? OUTAGE.en : ''}`,
        'zh-CN': `${stuck.length} 个连接完成了握手并交换了小数据，但它们的第一个满报文段（${sizes['zh-CN']}）已发送 ${(worst.unanswered ?? 0) + 1} 次以上而没有应答，也从未有满的到达。路径上某处（如隧道或 VPN）要求包更小；那里的路由器应以 ICMP（"fragmentation needed"）告知，而该消息没有回来。发送方因此永远不知道。${isAlone ? OUTAGE['zh-CN'] : ''}`,
      },
      where: {
        en: `${named.en}; the last data from ${worst.remote} came ${formatAge(worst.lastDataRecvMs)} ago`,
        'zh-CN': `${named['zh-CN']}；${worst.remote} 最后的数据在 ${formatAge(worst.lastDataRecvMs, 'zh-CN')}前到达`,
      },
      evidence: [
        ...knownEvidence({ metric: ID.tcp.unansweredSockets, labels: {} }, stuck.length),
        // Without probing none is tried.
        ...(probing === 0 ? [] : growthEvidence(window, { metric: FAILED_PROBES }, DUMP_SECONDS)),
      ],
      ...(changes.length === 0
        ? NO_CHANGE
        : {
            changes,
            arithmetic: {
              en: '1: after three timeouts a connection tries smaller segments, from net.ipv4.tcp_base_mss (1024 unless changed) on',
              'zh-CN': '1：三次超时之后，连接尝试更小的报文段，从 net.ipv4.tcp_base_mss（未改则为 1024）起',
            },
          }),
      actions: [
        {
          en: `Find the size that passes: "ping -M do -s 1472 ${worst.remote}", and less, until it answers.`,
          'zh-CN': `找能通过的大小："ping -M do -s 1472 ${worst.remote}"，逐步减小直到有应答。`,
        },
        {
          en: 'Mend the cause: let ICMP type 3 code 4 (IPv6: packet too big) pass the firewalls on the path, lower the MTU of the tunnel’s devices, or clamp the segment size at the router ("nft … tcp option maxseg size set rt mtu").',
          'zh-CN':
            '治根：让 ICMP type 3 code 4（IPv6：packet too big）通过路径上的防火墙，减小隧道设备的 MTU，或在路由器上钳制报文段大小（"nft … tcp option maxseg size set rt mtu"）。',
        },
      ],
      risk: {
        en: 'Risk 1 of 4. Connections that hang for another reason send a few smaller segments.',
        'zh-CN': '风险 1/4。因别的原因挂住的连接会发几个更小的报文段。',
      },
      expectedEffect: {
        en: 'Connections that hang go on with smaller segments at their next timeout, and new ones after a second or two.',
        'zh-CN': '挂住的连接在下次超时后用更小的报文段继续，新连接一两秒后继续。',
      },
      verify: {
        en: '"ss -ti" shows mss near 1024 on the connections that hung, and their backoff is gone.',
        'zh-CN': '"ss -ti" 中挂住过的连接 mss 接近 1024，backoff 消失。',
      },
      notWhen: {
        en: 'The peers were switched off in the same moment, before they took anything.',
        'zh-CN': '对端在同一时刻关机，什么都还没收到。',
      },
    },
  ];
}

/** A path that swallows large packets and says nothing. */
export const tcpMtuBlackhole: Rule = {
  id: 'tcp-mtu-blackhole',
  layer: 'transport',
  title: { en: 'Path swallows large packets', 'zh-CN': '路径吞掉大包' },
  metrics: [ID.tcp.unansweredSockets, FAILED_PROBES],
  tunables: [PROBING],
  about: {
    feels: ['hangs', 'drops'],
    symptom: {
      en: 'Connections open at once and then hang: a login that never ends, a page that stays white, small answers that come.',
      'zh-CN': '连接立刻建立，随后挂住：登录没完没了，页面一片空白，小应答却能到。',
    },
    reasoning: {
      en: 'Three connections at once, and most of those that are stuck, whose oldest data met two timeouts in a row and more, with full segments of at least 1,000 bytes waiting and fewer bytes ever acknowledged than one such segment has. Where no other connection gets data through meanwhile it may be an outage: then they must go to several peers, and it is told as a guess. Where probing is on already, six timeouts. Cleared when none is left.',
      'zh-CN':
        '同时有三个连接、且占卡住连接的大多数，其最旧的数据连续遇到两次以上超时，有至少 1,000 字节的满报文段在等，而被确认过的字节少于一个这样的报文段。其间没有别的连接的数据通过时可能是中断：那时须涉及多个对端，并作为猜测给出。已开启探测时要六次超时。一个都不剩时解除。',
    },
    formula: { en: 'net.ipv4.tcp_mtu_probing 1 where it is 0', 'zh-CN': 'net.ipv4.tcp_mtu_probing 为 0 时改为 1' },
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_mtu_probing)',
      'RFC 2923',
      'RFC 4821',
      'net/ipv4/tcp_timer.c of the kernel',
    ],
  },
  evaluate,
};
