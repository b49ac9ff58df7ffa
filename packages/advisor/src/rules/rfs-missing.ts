import { formatRate, ID, NO_WORDS, sumRate, tunableNumbers } from '@netstrata/metrics';
import { busiestCard } from '../busiestCard.ts';
import { changeOfDevice, changeTo } from '../change.ts';
import { isEachQueue, queueNumber } from '../deviceQueues.ts';
import { knownEvidence, lastEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const ENTRIES = 'net.core.rps_sock_flow_entries';
const FLOWS = 'sysfs.rps_flow_cnt';
const STEERED = 'link.softnet.receivedRps';
const WINDOW_SECONDS = 60;
/** Wake-ups by steering a second. */
const RATE = { fire: 1000, clear: 100 };
const MIN_SOCKETS = 100;
const WANTED_ENTRIES = 32_768;

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables } = context;
  const card = busiestCard(context, WINDOW_SECONDS, firing);
  const [entries] = tunableNumbers(tunables, ENTRIES) ?? [];
  const rx = card?.settings.queues?.rx ?? [];
  const steered = sumRate(window, STEERED, WINDOW_SECONDS);
  if (card === undefined || entries === undefined || rx.length === 0) return [];
  if (rx.some(({ rpsFlowCnt }) => rpsFlowCnt === undefined)) return [];
  const { device } = card;
  if (!isOver(steered, RATE, firing.has(device)) || (window.last(ID.sockets.tcp) ?? 0) < MIN_SOCKETS) return [];
  const perQueue = rx.some(({ rpsFlowCnt = 0 }) => rpsFlowCnt > 0);
  const whole = entries > 0 && perQueue;
  if (whole) return [];
  const half = entries > 0 || perQueue;
  const size = entries > 0 ? entries : WANTED_ENTRIES;
  const queues = Math.max(1, card.settings.queues?.rxCount ?? rx.length);
  // The kernel keeps powers of two.
  const share = 2 ** Math.floor(Math.log2(Math.max(1, size / queues)));
  const eachQueue = isEachQueue(rx, queues);
  const changes = [
    ...(entries > 0 ? [] : changeTo(context, ENTRIES, WANTED_ENTRIES)),
    ...(perQueue || !eachQueue
      ? []
      : rx.flatMap(({ queue, rpsFlowCnt: current = 0 }) =>
          changeOfDevice({ device, queue: queueNumber(queue) }, FLOWS, { current, proposed: share }),
        )),
  ];
  return [
    {
      subject: device,
      severity: 'info',
      confidence: 'low',
      title: half
        ? {
            en: `Packets of ${device} are steered to CPUs, and only half of flow steering is set: it does nothing`,
            'zh-CN': `${device} 的包被分派到各 CPU，而流分派只设了一半：不起作用`,
          }
        : {
            en: `Packets of ${device} are steered to CPUs, but not to those where their programs run`,
            'zh-CN': `${device} 的包被分派到各 CPU，却不是其程序所在的 CPU`,
          },
      why: {
        en: `Receive packet steering (RPS) picks the CPU for a connection by its addresses and ports, wherever the program runs that reads from it; the data then moves from the cache of one CPU to that of another. Receive flow steering (RFS) remembers on which CPU a program read last, and steers there. It needs two settings together: a table for the host (${ENTRIES}, now ${entries}), and a share of it for each queue (rps_flow_cnt, ${perQueue ? 'set' : 'now 0'}).`,
        'zh-CN': `接收包分派（RPS）按连接的地址和端口选 CPU，不管读取它的程序在哪里运行；于是数据要从一个 CPU 的缓存搬到另一个。接收流分派（RFS）记得程序上次在哪个 CPU 读取，就分派到那里。它需要两个设置配合：主机的表（${ENTRIES}，现在 ${entries}），以及每个队列的份额（rps_flow_cnt，${perQueue ? '已设' : '现在为 0'}）。`,
      },
      where: {
        en: `${device}: ${formatRate(steered, 'events')} wake-ups by steering`,
        'zh-CN': `${device}：分派引起的唤醒 ${formatRate(steered, 'events')}`,
      },
      evidence: [
        ...knownEvidence({ metric: STEERED }, steered === undefined ? undefined : Math.round(steered), {
          as: 'mean',
          seconds: WINDOW_SECONDS,
        }),
        ...lastEvidence(window, { metric: ID.sockets.tcp }),
      ],
      changes,
      arithmetic:
        changes.length === 0
          ? NO_WORDS
          : {
              en: `${size} ${entries > 0 ? 'is set' : 'flows: a power of two above the connections that are active at once on most hosts'}; ${size} / ${queues} ${queues === 1 ? 'queue' : 'queues'}, as a power of two = ${share} for each`,
              'zh-CN': `${size} ${entries > 0 ? '已设' : '个流：大多数主机上同时活跃连接数以上的 2 的幂'}；${size} / ${queues} 个队列，取 2 的幂 = 每个 ${share}`,
            },
      actions: [
        eachQueue || perQueue
          ? {
              en: 'The host’s table and the share of each queue belong together: set both or none.',
              'zh-CN': '主机的表和每个队列的份额要成对：都设或都不设。',
            }
          : {
              en: `Give each queue its share: "for q in /sys/class/net/${device}/queues/rx-*; do echo ${share} > $q/rps_flow_cnt; done" (${size} / ${queues} queues, as a power of two). 0 puts it back.`,
              'zh-CN': `给每个队列它的份额："for q in /sys/class/net/${device}/queues/rx-*; do echo ${share} > $q/rps_flow_cnt; done"（${size} / ${queues} 个队列，取 2 的幂）。写 0 可恢复。`,
            },
      ],
      risk: {
        en: 'Risk 1 of 4. The tables take 4 bytes for each entry; packets may get out of order when a program changes its CPU often.',
        'zh-CN': '风险 1/4。表的每个条目占 4 字节；程序频繁换 CPU 时包可能乱序。',
      },
      expectedEffect: {
        en: 'Data is in the cache of the CPU that reads it; requests are answered a little sooner.',
        'zh-CN': '数据就在读取它的 CPU 的缓存里；请求应答稍快。',
      },
      verify: {
        en: 'Compare requests a second, or "perf stat -e cache-misses", before and after under the same load.',
        'zh-CN': '相同负载下比较前后的每秒请求数，或 "perf stat -e cache-misses"。',
      },
      notWhen: {
        en: 'Programs do not stay on a CPU, or one thread reads for all connections.',
        'zh-CN': '程序不固定在 CPU 上，或一个线程读所有连接。',
      },
    },
  ];
}

/** Packets are steered, but not to the programs that read them. */
export const rfsMissing: Rule = {
  id: 'rfs-missing',
  layer: 'link',
  title: { en: 'Packets are not steered to their programs', 'zh-CN': '包没有分派到其程序所在的 CPU' },
  metrics: [STEERED, ID.sockets.tcp, ID.dev.rxPackets],
  tunables: [ENTRIES, FLOWS],
  about: {
    feels: ['cpu'],
    symptom: {
      en: 'A busy server with receive packet steering spends much time on cache misses.',
      'zh-CN': '启用了接收包分派的繁忙服务器在缓存未命中上花很多时间。',
    },
    reasoning: {
      en: 'Steering wakes other CPUs more than 1,000 times a second over a minute (cleared at 100), there are 100 TCP sockets or more, and rps_sock_flow_entries or rps_flow_cnt of all queues is 0. A chance to try out, told with low confidence.',
      'zh-CN':
        '一分钟内分派每秒唤醒其他 CPU 超过 1,000 次（降到 100 解除），TCP 套接字有 100 个以上，且 rps_sock_flow_entries 或所有队列的 rps_flow_cnt 为 0。值得一试，置信度低。',
    },
    formula: {
      en: 'rps_sock_flow_entries 32,768; rps_flow_cnt that divided by the queues, as a power of two',
      'zh-CN': 'rps_sock_flow_entries 32,768；rps_flow_cnt 为它除以队列数，取 2 的幂',
    },
    sources: ['Documentation/networking/scaling.rst (RFS: receive flow steering)'],
  },
  evaluate,
};
