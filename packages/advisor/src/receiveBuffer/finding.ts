import { endpoint, formatValue, ID, NO_WORDS, type Words } from '@netstrata/metrics';
import { whoOf } from '../owner.ts';
import type { Evidence, Finding } from '../types.ts';
import type { Receiver } from './receivers.ts';

export const RECEIVER_METRICS = [ID.sockets.tcpRcvbufBytes, ID.tcp.rttMedianUs];

function evidenceOf({ row, rcvbuf, rttUs }: Receiver): readonly Evidence[] {
  const labels = { socket: `${endpoint(row.local, row.localPort)} ${endpoint(row.remote, row.remotePort)}` };
  return [
    { metric: ID.sockets.tcpRcvbufBytes, labels, value: rcvbuf, unit: 'bytes' },
    { metric: ID.tcp.rttMedianUs, labels, value: rttUs, unit: 'microseconds' },
  ];
}

/** What all findings about receive buffers say; `limit` tells what decides the size, `others` how many more connections there are. */
export function receiverParts(
  receiver: Receiver,
  { limit, others }: { readonly limit: Words; readonly others: number },
): Pick<Finding, 'severity' | 'confidence' | 'why' | 'where' | 'evidence' | 'verify' | 'expectedEffect'> {
  const { row, rcvbuf, windowBytes, rttUs, bytesPerSecond } = receiver;
  const more =
    others === 0
      ? NO_WORDS
      : {
          en: `, and ${others} more ${others === 1 ? 'connection' : 'connections'}`,
          'zh-CN': `，另有 ${others} 个连接`,
        };
  return {
    severity: 'warning',
    confidence: 'medium',
    why: {
      en: `A sender may have no more on its way than the receive window, which is what the receive buffer has room for; the answer comes one round trip later. ${whoOf(row).en} reads in time, but its window of ${formatValue(windowBytes, 'bytes')} is used up in each round trip of ${formatValue(rttUs, 'microseconds')}, so that ${row.remote} cannot send faster than ${formatValue((windowBytes * 1e6) / rttUs, 'bytes/s')}. ${limit.en}`,
      'zh-CN': `发送方的在途数据不能超过接收窗口，也就是接收缓冲区还能容纳的量；应答要一个往返之后才到。${whoOf(row)['zh-CN']} 读得及时，但它 ${formatValue(windowBytes, 'bytes')} 的窗口在每个 ${formatValue(rttUs, 'microseconds')} 的往返里都被用尽，所以 ${row.remote} 的发送速度不可能超过 ${formatValue((windowBytes * 1e6) / rttUs, 'bytes/s')}。${limit['zh-CN']}`,
    },
    where: {
      en: `TCP connection of ${whoOf(row).en} from ${endpoint(row.remote, row.remotePort)}: receive buffer ${formatValue(rcvbuf, 'bytes')}, ${formatValue(bytesPerSecond, 'bytes/s')} received${more.en}`,
      'zh-CN': `${whoOf(row)['zh-CN']} 来自 ${endpoint(row.remote, row.remotePort)} 的 TCP 连接：接收缓冲区 ${formatValue(rcvbuf, 'bytes')}，接收速率 ${formatValue(bytesPerSecond, 'bytes/s')}${more['zh-CN']}`,
    },
    evidence: evidenceOf(receiver),
    expectedEffect: {
      en: 'The window grows beyond what is in flight, and the transfer runs as fast as the path, the sender or the program allows.',
      'zh-CN': '窗口超过在途数据量，传输只受路径、发送方或程序所限。',
    },
    verify: {
      en: `"ss -tinm 'sport = :${row.localPort}'" shows a larger "rb" in skmem (the receive buffer) and a larger rcv_wnd, and more is received a second.`,
      'zh-CN': `"ss -tinm 'sport = :${row.localPort}'" 的 skmem 中 "rb"（接收缓冲区）和 rcv_wnd 变大，每秒收到的数据增多。`,
    },
  };
}
