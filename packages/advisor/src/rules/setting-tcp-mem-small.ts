import { formatValue, ID } from '@netstrata/metrics';
import { memoryIsShort } from '../guards.ts';
import { settingRule } from '../settingRule.ts';
import { derivationInWords, derivedTcpMem } from '../tcpMemory/derivedTcpMem.ts';

const MIB = 2 ** 20;
/** A limit is small below this share of memory, when it is also below an amount that any busy machine can use up. */
const SMALL = { limit: { share: 0.01, bytes: 256 * MIB }, pressure: { share: 0.005, bytes: 128 * MIB } };

/** The memory for all TCP sockets is a sliver of the machine: mostly megabytes or a guess where pages are meant. */
export const settingTcpMemSmall = settingRule({
  id: 'setting-tcp-mem-small',
  layer: 'transport',
  title: { en: 'Memory of TCP is limited to a sliver', 'zh-CN': 'TCP 的内存被限制得极少' },
  tunable: 'net.ipv4.tcp_mem',
  metrics: [ID.sockstat.tcpMem, ID.memory.availableBytes, ID.memory.totalBytes],
  severity: 'warning',
  judge: ({ numbers: [, pressure, limit] }, context) => {
    const { host, window } = context;
    if (pressure === undefined || limit === undefined) return undefined;
    const isSmall = (pages: number, { share, bytes }: { readonly share: number; readonly bytes: number }) =>
      pages * host.pageSizeBytes < Math.min(share * host.memTotalBytes, bytes);
    if (!isSmall(limit, SMALL.limit) && !isSmall(pressure, SMALL.pressure)) return undefined;
    const bytesOf = (pages: number) => formatValue(pages * host.pageSizeBytes, 'bytes');
    const used = window.last(ID.sockstat.tcpMem);
    const felt = used !== undefined && used > pressure;
    return {
      proposed: memoryIsShort(context) ? undefined : derivedTcpMem(host),
      arithmetic: derivationInWords(host),
      title: felt
        ? {
            en: `TCP is out of memory: all sockets together may hold ${bytesOf(limit)}`,
            'zh-CN': `TCP 内存耗尽：所有套接字合计最多 ${bytesOf(limit)}`,
          }
        : {
            en: `All TCP sockets together may hold only ${bytesOf(limit)}`,
            'zh-CN': `所有 TCP 套接字合计只能占 ${bytesOf(limit)}`,
          },
      why: {
        en: `net.ipv4.tcp_mem counts pages of ${formatValue(host.pageSizeBytes, 'bytes')}, for all TCP sockets of the host together: above the second number (here ${bytesOf(pressure)}) buffers stop growing and windows shrink, at the third (${bytesOf(limit)}) data is refused and connections are reset. This host has ${formatValue(host.memTotalBytes, 'bytes')} of memory; the kernel by itself would give TCP a tenth of it. Numbers this small are mostly meant in another unit.${used === undefined ? '' : ` ${bytesOf(used)} are in use now.`}`,
        'zh-CN': `net.ipv4.tcp_mem 的单位是 ${formatValue(host.pageSizeBytes, 'bytes')} 的页，对本机所有 TCP 套接字合计：超过第二个数（这里是 ${bytesOf(pressure)}）缓冲区停止增长、窗口收缩，到第三个数（${bytesOf(limit)}）就拒绝数据并重置连接。本机有 ${formatValue(host.memTotalBytes, 'bytes')} 内存；内核自己会给 TCP 十分之一。这么小的数多半是弄错了单位。${used === undefined ? '' : `现在用了 ${bytesOf(used)}。`}`,
      },
      ...(felt ? { severity: 'critical' } : {}),
    };
  },
  actions: [
    {
      en: 'Find who set it: "grep -r tcp_mem /etc/sysctl.conf /etc/sysctl.d /usr/lib/sysctl.d". Without such a line the kernel derives good values at each boot.',
      'zh-CN':
        '找出谁设的："grep -r tcp_mem /etc/sysctl.conf /etc/sysctl.d /usr/lib/sysctl.d"。没有这样的行，内核每次启动都会得出合适的值。',
    },
  ],
  risk: {
    en: 'Risk 4 of 4. Socket memory up to the third number can be neither swapped nor reclaimed; it is taken only when sockets hold data.',
    'zh-CN': '风险 4/4。套接字内存到第三个数为止，既不能换出也不能回收；只有套接字里有数据时才占用。',
  },
  expectedEffect: {
    en: 'Buffers grow as far as the memory of the machine allows, and no connection is reset for want of it.',
    'zh-CN': '缓冲区能增长到机器内存所允许的程度，不再有连接因此被重置。',
  },
  verify: {
    en: '"grep ^TCP: /proc/net/sockstat" shows mem below the second number of net.ipv4.tcp_mem, also at peak load.',
    'zh-CN': '高峰时 "grep ^TCP: /proc/net/sockstat" 中的 mem 也低于 net.ipv4.tcp_mem 的第二个数。',
  },
  notWhen: {
    en: 'The machine is meant to keep nearly all of its memory from TCP.',
    'zh-CN': '这台机器本来就要把几乎所有内存留给别的用途。',
  },
  about: {
    feels: ['slow', 'memory', 'resets'],
    symptom: {
      en: 'Connections crawl or are reset under load, and the kernel logs "out of memory -- consider tuning tcp_mem".',
      'zh-CN': '有负载时连接爬行或被重置，内核记录 "out of memory -- consider tuning tcp_mem"。',
    },
    reasoning: {
      en: 'The third number of net.ipv4.tcp_mem is below 1 % of memory and below 256 MiB, or the second below 0.5 % and below 128 MiB. Critical when more than the second number is in use.',
      'zh-CN':
        'net.ipv4.tcp_mem 的第三个数低于内存的 1 % 且低于 256 MiB，或第二个数低于 0.5 % 且低于 128 MiB。用量超过第二个数时为严重。',
    },
    formula: {
      en: 'memory in pages / 16 as the second number; three quarters of it, and one and a half times it, as the others',
      'zh-CN': '以页计的内存 / 16 作第二个数；其四分之三和一倍半作另外两个',
    },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_mem)', 'net/ipv4/tcp.c of the kernel (tcp_init_mem)'],
  },
});
