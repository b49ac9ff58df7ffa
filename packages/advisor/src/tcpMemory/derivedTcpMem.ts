import type { HostFacts, Words } from '@netstrata/metrics';

type Memory = Pick<HostFacts, 'memTotalBytes' | 'pageSizeBytes'>;

/** Calm, pressure and limit of net.ipv4.tcp_mem, in pages. */
export type TcpMem = readonly [calm: number, pressure: number, limit: number];

/**
 * What the kernel derives net.ipv4.tcp_mem from at boot: a sixteenth of memory is the pressure, three quarters of that calm, and
 * half as much again the limit. It takes memory without its own reserves, so that its numbers are a few per mille smaller.
 */
export function derivedTcpMem({ memTotalBytes, pageSizeBytes }: Memory): TcpMem {
  const pressure = Math.floor(memTotalBytes / pageSizeBytes / 16);
  return [Math.floor((pressure * 3) / 4), pressure, Math.floor((pressure * 3) / 2)];
}

/** How they are found, for the arithmetic of an advice. */
export function derivationInWords(memory: Memory): Words {
  const { memTotalBytes, pageSizeBytes } = memory;
  const [calm, pressure, limit] = derivedTcpMem(memory);
  const pages = Math.floor(memTotalBytes / pageSizeBytes);
  return {
    en: `${pages} pages of ${pageSizeBytes} bytes / 16 = ${pressure}, as the kernel does at boot; three quarters of it: ${calm}, half as much again: ${limit}`,
    'zh-CN': `${pages} 页（每页 ${pageSizeBytes} 字节）/ 16 = ${pressure}，与内核启动时的算法相同；其四分之三：${calm}，其一倍半：${limit}`,
  };
}
