import { formatValue, NO_WORDS } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { RETRANS } from '../retransmission/counts.ts';
import { lossyPeers } from '../retransmission/peers.ts';
import { crossedNetwork } from '../retransmission/whereAgain.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const FAILED = 'transport.tcpExt.tcpRetransFail';
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** A minute. */
const FAILURES = { fire: 60, clear: 0 };

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const open = firing.has(SUBJECT);
  const failed = window.delta(FAILED, WINDOW_SECONDS);
  if (failed === undefined || !isOver(failed, FAILURES, open) || (!open && !seenLongEnough(context, FAILED))) return [];
  const peers = lossyPeers(context, WINDOW_SECONDS);
  return [
    {
      subject: SUBJECT,
      severity: 'warning',
      confidence: 'high',
      title: {
        en: 'This host drops its own retransmissions before they leave',
        'zh-CN': '本机把自己的重传在发出之前就丢了',
      },
      why: {
        en: `TCP wanted to send segments again and could not: ${formatValue(failed, 'count')} times in the last minute the layers below refused them. It is not the network: the queue of a device was full, a firewall rule of this host dropped them on their way out, or there was no memory for another packet. Each waits for a timeout, twice as long every time.`,
        'zh-CN': `TCP 想重传报文段却没成功：最近一分钟下层拒绝了 ${formatValue(failed, 'count')} 次。不是网络的问题：设备队列满、本机的防火墙规则在出口丢弃它们，或没有内存放下一个包。每个都要等一次超时，而且每次时间加倍。`,
      },
      where: crossedNetwork(peers)
        ? { en: 'between TCP and the device of this host', 'zh-CN': '在本机的 TCP 与设备之间' }
        : {
            en: `between TCP and lo, the device of connections within this host: ${peers.lossy[0]?.remote}`,
            'zh-CN': `在 TCP 与 lo（本机之内的连接所用的设备）之间：${peers.lossy[0]?.remote}`,
          },
      evidence: [
        ...growthEvidence(window, { metric: FAILED }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.all }, WINDOW_SECONDS),
      ],
      ...NO_CHANGE,
      actions: [
        {
          en: 'Look at the queues: "tc -s qdisc" shows dropped for each device. A shaper (tbf, htb) with a short queue is the usual place.',
          'zh-CN': '检查队列："tc -s qdisc" 显示每个设备的 dropped。常见的是队列短的整形器（tbf、htb）。',
        },
        {
          en: 'Look at rules for outgoing packets: "nft list ruleset" or "iptables -vnL OUTPUT", with counters that grow.',
          'zh-CN': '检查外出包的规则："nft list ruleset" 或 "iptables -vnL OUTPUT"，看哪个计数在涨。',
        },
        { en: 'Look at "dmesg" for failed allocations of memory.', 'zh-CN': '看 "dmesg" 中有无内存分配失败。' },
      ],
      risk: { en: 'Looking costs nothing.', 'zh-CN': '查看没有代价。' },
      expectedEffect: {
        en: 'Losses on the network are repaired at once again.',
        'zh-CN': '网络上的丢失又能立刻修复。',
      },
      verify: {
        en: '"nstat -az TcpExtTCPRetransFail" no longer grows.',
        'zh-CN': '"nstat -az TcpExtTCPRetransFail" 不再增长。',
      },
      notWhen: { en: 'A firewall of this host cuts connections off on purpose.', 'zh-CN': '本机防火墙有意切断连接。' },
    },
  ];
}

/** Retransmissions that the own host drops. */
export const tcpRetransFail: Rule = {
  id: 'tcp-retrans-fail',
  layer: 'transport',
  title: { en: 'Retransmissions dropped by this host', 'zh-CN': '重传被本机丢弃' },
  metrics: [FAILED, RETRANS.all],
  tunables: [],
  about: {
    feels: ['hangs', 'drops'],
    symptom: {
      en: 'Connections hang for seconds, and a capture on the wire shows no retransmission.',
      'zh-CN': '连接挂住数秒，而在线路上抓包看不到重传。',
    },
    reasoning: {
      en: 'TcpExt TCPRetransFail grew by more than 60 within a minute; cleared by a minute without.',
      'zh-CN': '一分钟内 TcpExt TCPRetransFail 增长超过 60；一分钟没有则解除。',
    },
    formula: NO_WORDS,
    sources: [
      'Documentation/networking/snmp_counter.rst (TcpExtTCPRetransFail)',
      'net/ipv4/tcp_output.c of the kernel',
    ],
  },
  evaluate,
};
