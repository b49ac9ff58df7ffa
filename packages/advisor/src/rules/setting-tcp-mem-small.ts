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
  title: 'Memory of TCP is limited to a sliver',
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
        ? `TCP is out of memory: all sockets together may hold ${bytesOf(limit)}`
        : `All TCP sockets together may hold only ${bytesOf(limit)}`,
      why: `net.ipv4.tcp_mem counts pages of ${formatValue(host.pageSizeBytes, 'bytes')}, for all TCP sockets of the host together: above the second number (here ${bytesOf(pressure)}) buffers stop growing and windows shrink, at the third (${bytesOf(limit)}) data is refused and connections are reset. This host has ${formatValue(host.memTotalBytes, 'bytes')} of memory; the kernel by itself would give TCP a tenth of it. Numbers this small are mostly meant in another unit.${used === undefined ? '' : ` ${bytesOf(used)} are in use now.`}`,
      ...(felt ? { severity: 'critical' } : {}),
    };
  },
  actions: [
    'Find who set it: "grep -r tcp_mem /etc/sysctl.conf /etc/sysctl.d /usr/lib/sysctl.d". Without such a line the kernel derives good values at each boot.',
  ],
  risk: 'Risk 4 of 4. Socket memory up to the third number can be neither swapped nor reclaimed; it is taken only when sockets hold data.',
  expectedEffect: 'Buffers grow as far as the memory of the machine allows, and no connection is reset for want of it.',
  verify: '"grep ^TCP: /proc/net/sockstat" shows mem below the second number of net.ipv4.tcp_mem, also at peak load.',
  notWhen: 'The machine is meant to keep nearly all of its memory from TCP.',
  about: {
    symptom:
      'Connections crawl or are reset under load, and the kernel logs "out of memory -- consider tuning tcp_mem".',
    reasoning:
      'The third number of net.ipv4.tcp_mem is below 1 % of memory and below 256 MiB, or the second below 0.5 % and below 128 MiB. Critical when more than the second number is in use.',
    formula:
      'memory in pages / 16 as the second number; three quarters of it, and one and a half times it, as the others',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_mem)', 'net/ipv4/tcp.c of the kernel (tcp_init_mem)'],
  },
});
