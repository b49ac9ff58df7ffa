import type { SampleWindow } from '../types.ts';
import { type Words, words } from '../words/index.ts';
import type { GaugeInput } from './gauge.ts';
import { ID } from './ids.ts';

const NO_LIST = words('no list of sockets of this moment', '没有这一时刻的套接字列表');
const FILL_ALONE = words(
  'how full it is alone: no list of sockets of this moment tells whose it is',
  '只知道有多满：没有这一时刻的套接字列表可说明属于谁',
);

type Buffers = 'tcpReceive' | 'tcpSend' | 'udpReceive';

/**
 * What is measured over all sockets is of TCP where it is not of UDP. Of sending nothing tells them apart; what UDP sends does not stay
 * long, and is taken for TCP's.
 */
function fillOf(window: SampleWindow, buffers: Buffers): number | undefined {
  const udp = window.last(ID.sockets.udpRecvMaxFill);
  if (buffers === 'udpReceive') return udp;
  const isReceive = buffers === 'tcpReceive';
  if (window.last(isReceive ? ID.sockets.tcpRmemAllocBytes : ID.sockets.tcpWmemQueuedBytes) === 0) return 0;
  const all = window.last(isReceive ? ID.sockets.recvMaxFill : ID.sockets.sendMaxFill);
  return isReceive && all === udp ? undefined : all;
}

/** The fullest buffer by the share alone that was measured, where no list of sockets names it: of a moment that is over none is stored. */
export function unlisted(
  window: SampleWindow,
  buffers: Buffers,
  nothing: Words,
): Pick<GaugeInput, 'value' | 'limit' | 'unit' | 'detail'> {
  const fill = fillOf(window, buffers);
  if (fill === undefined) return { value: undefined, limit: undefined, unit: 'bytes', detail: NO_LIST };
  return { value: fill, limit: 1, unit: 'share', detail: fill === 0 ? nothing : FILL_ALONE };
}
