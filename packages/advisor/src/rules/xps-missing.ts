import { formatRate, formatValue, ID, NO_WORDS } from '@netstrata/metrics';
import type { InterfaceDetails } from '@netstrata/metrics/details';
import { changeOfDevice } from '../change.ts';
import { isEachQueue, MOST_QUEUES, queueNumber } from '../deviceQueues.ts';
import { rateEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import { cpuMask, isEmptyMask } from '../softirqCpus.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 60;
/** Packets a second. */
const RATE = { fire: 50_000, clear: 25_000 };
const MOST_COMMANDS = 4;
const XPS = 'sysfs.xps_cpus';

function findingOf(context: RuleContext, { device, queues }: InterfaceDetails, open: boolean): Finding | undefined {
  const { window, host } = context;
  const labels = { device };
  const perSecond = window.rate(ID.dev.txPackets, WINDOW_SECONDS, labels);
  if (queues === undefined || queues.txCount < 2 || queues.txCount < host.cpuCount || host.cpuCount < 2)
    return undefined;
  if (
    !isOver(perSecond, RATE, open) ||
    !queues.tx.every(({ xpsCpus, xpsRxqs }) => isEmptyMask(xpsCpus) && (xpsRxqs === undefined || isEmptyMask(xpsRxqs)))
  )
    return undefined;
  const commands = Array.from(
    { length: Math.min(MOST_COMMANDS, host.cpuCount) },
    (_, cpu) => `echo ${cpuMask([cpu])} > /sys/class/net/${device}/queues/tx-${cpu}/xps_cpus`,
  ).join('; ');
  const more =
    host.cpuCount > MOST_COMMANDS
      ? { en: ', and so on, a bit further for each CPU', 'zh-CN': '，依此类推，每个 CPU 左移一位' }
      : NO_WORDS;
  const changes = isEachQueue(queues.tx, queues.txCount)
    ? queues.tx.slice(0, host.cpuCount).flatMap(({ queue, xpsCpus: current = '0' }) => {
        const number = queueNumber(queue);
        return changeOfDevice({ device, queue: number }, XPS, { current, proposed: cpuMask([number], current) });
      })
    : [];
  return {
    subject: device,
    severity: 'info',
    confidence: 'low',
    title: {
      en: `CPUs share the send queues of ${device}, although there is one for each`,
      'zh-CN': `各 CPU 共用 ${device} 的发送队列，而每个 CPU 本可有一个`,
    },
    why: {
      en: `${device} has ${queues.txCount} send queues for ${host.cpuCount} CPUs. A packet is put into one of them by its addresses and ports, so that several CPUs wait for the lock of the same queue, and memory that one has sent is freed on another. Transmit packet steering (XPS) gives each CPU queues of its own; it is set for none of them.`,
      'zh-CN': `${device} 有 ${queues.txCount} 个发送队列，CPU 有 ${host.cpuCount} 个。包按地址和端口放进其中一个，于是多个 CPU 争同一队列的锁，一个 CPU 发送的内存在另一个上释放。发送包分派（XPS）给每个 CPU 自己的队列；这里一个都没有设。`,
    },
    where: {
      en: `${device}: sends ${formatRate(perSecond, 'packets', { noun: true })} by ${queues.txCount} queues`,
      'zh-CN': `${device}：每秒由 ${queues.txCount} 个队列发送 ${formatValue(perSecond, 'count')} 个包`,
    },
    evidence: rateEvidence(window, { metric: ID.dev.txPackets, labels }, WINDOW_SECONDS),
    changes,
    arithmetic:
      changes.length === 0
        ? NO_WORDS
        : {
            en: `queue n for CPU n: ${changes.map(({ proposed }) => proposed).join(', ')}`,
            'zh-CN': `队列 n 给 CPU n：${changes.map(({ proposed }) => proposed).join('、')}`,
          },
    actions: [
      changes.length === 0
        ? {
            en: `A queue for each CPU, more than ${MOST_QUEUES} by hand: "${commands}"${more.en}. 0 puts it back.`,
            'zh-CN': `每个 CPU 一个队列，超过 ${MOST_QUEUES} 个时手工设置："${commands}"${more['zh-CN']}。写 0 可恢复。`,
          }
        : {
            en: 'It holds until the next boot, or until the number of queues changes; 0 puts it back.',
            'zh-CN': '保持到下次启动，或队列数改变为止；写 0 可恢复。',
          },
    ],
    risk: {
      en: 'Risk 1 of 4. Packets of a connection may get out of order at the moment of the change.',
      'zh-CN': '风险 1/4。更改的那一刻，一个连接的包可能乱序。',
    },
    expectedEffect: { en: 'Less waiting for locks while sending.', 'zh-CN': '发送时等锁更少。' },
    verify: {
      en: '"perf top -g" shows less time in spin locks below dev_queue_xmit.',
      'zh-CN': '"perf top -g" 中 dev_queue_xmit 之下的自旋锁时间减少。',
    },
    notWhen: {
      en: 'The driver picks the queue itself, or the host sends little.',
      'zh-CN': '驱动自己选队列，或本机发送很少。',
    },
  };
}

/** Send queues are not bound to CPUs. */
export const xpsMissing: Rule = {
  id: 'xps-missing',
  layer: 'link',
  title: { en: 'Send queues are shared by all CPUs', 'zh-CN': '所有 CPU 共用发送队列' },
  metrics: [ID.dev.txPackets],
  tunables: [XPS],
  about: {
    feels: ['cpu', 'upload'],
    symptom: {
      en: 'A host that sends many packets spends much time in spin locks.',
      'zh-CN': '发送大量包的主机在自旋锁上花很多时间。',
    },
    reasoning: {
      en: 'A card sends more than 50,000 packets a second over a minute (cleared at half), has as many send queues as CPUs or more, and xps_cpus and xps_rxqs are 0 for all of them; many drivers set them by themselves. A chance to try out, told with low confidence.',
      'zh-CN':
        '网卡一分钟内每秒发送超过 50,000 个包（降到一半解除），发送队列数不少于 CPU 数，且所有队列的 xps_cpus 和 xps_rxqs 都为 0；许多驱动会自己设置。值得一试，置信度低。',
    },
    formula: { en: 'queue n for CPU n', 'zh-CN': '队列 n 给 CPU n' },
    sources: ['Documentation/networking/scaling.rst (XPS: transmit packet steering)'],
  },
  evaluate: (context, firing) =>
    (context.details?.interfaces?.interfaces ?? [])
      .filter(({ physical }) => physical)
      .flatMap((settings) => findingOf(context, settings, firing.has(settings.device)) ?? []),
};
