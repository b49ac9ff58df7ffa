import { formatValue, ID, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { growthEvidence, lastEvidence } from '../evidence.ts';
import { memoryIsShort, raise } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { tcpHolders } from '../tcpMemory/holders.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const TCP_MEM = 'net.ipv4.tcp_mem';
const USED = ID.sockstat.tcpMem;
const ABORTED = ID.tcp.abortOnMemory;
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** Of the second number of tcp_mem. */
const PRESSURE = { fire: 1, clear: 0.8 };
/** Of the third. */
const CRITICAL_SHARE = 0.9;
/** TCP may have this share of the memory at most. */
const MOST_SHARE = 0.25;
/** So many times what is added must be available. */
const SPARE = 2;

type Cure = Pick<Finding, 'changes' | 'arithmetic' | 'actions'>;

const LOOK = {
  en: 'Find the sockets that hold it: "ss -tanm" lists them (r and w in skmem), and a program that does not read or a peer that has stopped is the usual cause.',
  'zh-CN': '找占用内存的套接字："ss -tanm" 列出它们（skmem 中的 r 和 w）；常见原因是程序不读或对端已停。',
};

/** Twice the limit within a quarter of the memory, and the other two in the kernel's own proportion to it, but no lower than now. */
function cureOf(context: RuleContext, [calm, pressure, limit]: readonly [number, number, number]): Cure {
  const { host, window } = context;
  if (memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY, LOOK] };
  const most = Math.floor((host.memTotalBytes / host.pageSizeBytes) * MOST_SHARE);
  const { proposed, limitedBy } = raise(limit, 2 * limit, most);
  if (proposed === undefined)
    return {
      ...NO_CHANGE,
      actions: [
        LOOK,
        {
          en: 'TCP may have a quarter of the memory already: a higher limit is no cure.',
          'zh-CN': 'TCP 已可用四分之一的内存：再提高上限治不了。',
        },
      ],
    };
  const available = window.last(ID.memory.availableBytes);
  const addedBytes = (proposed - limit) * host.pageSizeBytes;
  if (available !== undefined && available < SPARE * addedBytes)
    return {
      ...NO_CHANGE,
      actions: [
        LOOK,
        {
          en: `Free memory first: a raise would add ${formatValue(addedBytes, 'bytes')}, and ${formatValue(available, 'bytes')} are available.`,
          'zh-CN': `先腾出内存：提高会增加 ${formatValue(addedBytes, 'bytes')}，而可用的是 ${formatValue(available, 'bytes')}。`,
        },
      ],
    };
  const later = Math.min(proposed, Math.max(pressure, Math.floor((proposed * 2) / 3)));
  return {
    changes: changeTo(context, TCP_MEM, [Math.min(later, Math.max(calm, Math.floor(proposed / 2))), later, proposed]),
    arithmetic: {
      en: `limit ${limit} pages x 2 = ${proposed}${limitedBy.en}; pressure at two thirds of it, calm below half, neither lower than now`,
      'zh-CN': `上限 ${limit} 页 x 2 = ${proposed}${limitedBy['zh-CN']}；其三分之二进入压力，一半以下恢复平静，都不低于现值`,
    },
    actions: [LOOK],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables, host } = context;
  const used = window.last(USED);
  const [calm, pressure, limit] = tunableNumbers(tunables, TCP_MEM) ?? [];
  if (used === undefined || calm === undefined || pressure === undefined || limit === undefined) return [];
  if (pressure < 1 || limit < 1) return [];
  if (!isOver(used / pressure, PRESSURE, firing.has(SUBJECT))) return [];
  const aborted = window.delta(ABORTED, WINDOW_SECONDS) ?? 0;
  const bytesOf = (pages: number) => formatValue(pages * host.pageSizeBytes, 'bytes');
  const holders = tcpHolders(context);
  return [
    {
      subject: SUBJECT,
      severity: aborted > 0 || used > CRITICAL_SHARE * limit ? 'critical' : 'warning',
      confidence: 'high',
      title:
        aborted > 0
          ? { en: 'TCP is out of memory, and connections are reset', 'zh-CN': 'TCP 内存耗尽，连接被重置' }
          : { en: 'TCP is under memory pressure: buffers no longer grow', 'zh-CN': 'TCP 处于内存压力：缓冲区不再增长' },
      why: {
        en: `All TCP sockets of the host share one pool, ${TCP_MEM}. Above its second number (${bytesOf(pressure)}) the kernel shrinks windows and lets no buffer grow, so that every connection slows down; at the third (${bytesOf(limit)}) it refuses memory and resets connections that nobody owns any more. ${bytesOf(used)} are in use.${aborted > 0 ? ` ${aborted} connections were reset for want of memory in the last minute.` : ''}`,
        'zh-CN': `本机所有 TCP 套接字共用一个池 ${TCP_MEM}。超过第二个数（${bytesOf(pressure)}），内核收缩窗口、不让缓冲区增长，所有连接都变慢；到第三个数（${bytesOf(limit)}）就拒绝内存，并重置已无主的连接。已用 ${bytesOf(used)}。${aborted > 0 ? `最近一分钟有 ${aborted} 个连接因缺内存被重置。` : ''}`,
      },
      where:
        holders.length === 0
          ? { en: 'all TCP sockets of the host together', 'zh-CN': '本机所有 TCP 套接字合计' }
          : {
              en: `of the fullest sockets: ${holders
                .slice(0, 3)
                .map(({ name, bytes, sockets }) => `${name.en} ${formatValue(bytes, 'bytes')} in ${sockets}`)
                .join('; ')}`,
              'zh-CN': `最满的套接字中：${holders
                .slice(0, 3)
                .map(({ name, bytes, sockets }) => `${name['zh-CN']} ${formatValue(bytes, 'bytes')}（${sockets} 个）`)
                .join('；')}`,
            },
      evidence: [
        ...lastEvidence(window, { metric: USED }),
        ...growthEvidence(window, { metric: ID.tcp.memoryPressures }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: ABORTED }, WINDOW_SECONDS),
      ],
      ...cureOf(context, [calm, pressure, limit]),
      risk: {
        en: 'Risk 4 of 4. Memory up to the third number can be neither swapped nor reclaimed, for the whole host.',
        'zh-CN': '风险 4/4。到第三个数为止的内存既不能换出也不能回收，对整台主机而言。',
      },
      expectedEffect: {
        en: 'Buffers grow again, and no connection is reset for want of memory.',
        'zh-CN': '缓冲区又能增长，不再有连接因缺内存被重置。',
      },
      verify: {
        en: `"grep ^TCP: /proc/net/sockstat" shows mem below the second number of ${TCP_MEM}, and "nstat -az TcpExtTCPMemoryPressures" stands still.`,
        'zh-CN': `"grep ^TCP: /proc/net/sockstat" 的 mem 低于 ${TCP_MEM} 的第二个数，"nstat -az TcpExtTCPMemoryPressures" 不再变化。`,
      },
      notWhen: {
        en: 'A program leaks connections or does not read, or a control group limits the memory: then a larger pool only fills later.',
        'zh-CN': '程序泄漏连接或不读，或 cgroup 限制了内存：那么更大的池只是晚一点满。',
      },
    },
  ];
}

/** The pool of memory for all TCP sockets is used up. */
export const tcpMemPressure: Rule = {
  id: 'tcp-mem-pressure',
  layer: 'transport',
  title: { en: 'TCP under memory pressure', 'zh-CN': 'TCP 处于内存压力' },
  metrics: [USED, ID.tcp.memoryPressures, ABORTED, ID.memory.availableBytes, ID.memory.totalBytes],
  tunables: [TCP_MEM],
  yieldsTo: ['setting-tcp-mem-small'],
  about: {
    feels: ['slow', 'memory', 'resets'],
    symptom: {
      en: 'All connections of a host slow down together, some are reset, and the log speaks of tcp_mem.',
      'zh-CN': '主机上所有连接一起变慢，有些被重置，日志提到 tcp_mem。',
    },
    reasoning: {
      en: 'TCP holds more pages than the second number of net.ipv4.tcp_mem; cleared below 80 % of it. Critical above 90 % of the third, or when a connection was reset for want of memory within a minute.',
      'zh-CN':
        'TCP 占用的页数超过 net.ipv4.tcp_mem 的第二个数；低于其 80 % 解除。超过第三个数的 90 %，或一分钟内有连接因缺内存被重置，为严重。',
    },
    formula: {
      en: 'third number x 2, at most a quarter of the memory, and only when twice what is added is available; the second two thirds of it, the first half, neither lower than now',
      'zh-CN':
        '第三个数 x 2，最多为内存的四分之一，且可用内存至少为新增量的两倍；第二个数取其三分之二，第一个取一半，都不低于现值',
    },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_mem)', 'net/ipv4/tcp.c of the kernel'],
  },
  evaluate,
};
