import { formatValue, incomingBytes, NO_WORDS, receiveWindowUse, type SocketRow, type Words } from '@netstrata/metrics';
import type { Bottleneck } from '../types.ts';

const bytes = (value: number | undefined): string => formatValue(value, 'bytes');

/** Why the window of a receiver says nothing. */
function untold({ rcvWndBytes }: SocketRow): Words {
  return rcvWndBytes === undefined
    ? {
        en: 'Whether the receive window here is wide enough is not known: kernels before 6.2 do not tell it.',
        'zh-CN': '本机接收窗口是否够大不得而知：6.2 之前的内核不给出。',
      }
    : {
        en: 'Whether the receive window here is wide enough cannot be told: the round trip is too short, or is not measured.',
        'zh-CN': '本机接收窗口是否够大无法判断：往返太短，或没有测到。',
      };
}

/** What limits a socket that receives more than it sends; undefined of any other. */
export function receiverLimit(row: SocketRow): Omit<Bottleneck<Words>, 'not'> | undefined {
  if (row.limit !== 'receive-buffer' && row.limit !== 'sender') return undefined;
  const { recvQ, rcvbuf, rcvWndBytes = Number.NaN, rcvRttUs = Number.NaN } = row;
  const { rxBytesPerSecond = Number.NaN, rttUs = Number.NaN } = row;
  const facts = { recvQ, rcvWndBytes, rcvRttUs, rttUs, rxBytesPerSecond };
  const use = receiveWindowUse(facts);
  const window = recvQ + rcvWndBytes;
  const trip = formatValue(rcvRttUs, 'microseconds');
  const most = formatValue((window * 1e6) / rcvRttUs, 'bytes/s');
  const told = !Number.isNaN(use);
  if (row.limit === 'receive-buffer') {
    const unread = recvQ === 0 ? NO_WORDS : { en: `${bytes(recvQ)} unread and `, 'zh-CN': `未读 ${bytes(recvQ)}、` };
    const coming = bytes(Math.min(incomingBytes(facts), rcvWndBytes));
    const how = told
      ? {
          en: `with ${unread.en}${coming} under way, so that the peer cannot send faster than ${most} over a round trip of ${trip}`,
          'zh-CN': `其中${unread['zh-CN']}在途 ${coming}，所以往返 ${trip} 时对端发送不可能快过 ${most}`,
        }
      : { en: 'which was used up in several of the last looks', 'zh-CN': '最近几次采样中有数次用尽' };
    return {
      limiter: 'receive-buffer',
      confidence: told ? 'high' : 'medium',
      sentence: {
        en: `The receive buffer here limits: its ${bytes(rcvbuf)} leave a window of ${bytes(window)}, ${how.en}.`,
        'zh-CN': `瓶颈在本机接收缓冲区：${bytes(rcvbuf)} 只留出 ${bytes(window)} 的窗口，${how['zh-CN']}。`,
      },
    };
  }
  const room = told
    ? {
        en: `The receive window here would let ${most} through.`,
        'zh-CN': `本机接收窗口可放行 ${most}。`,
      }
    : untold(row);
  return {
    limiter: 'sender',
    confidence: told ? 'high' : 'medium',
    sentence: {
      en: `The peer or the path limits: the program here reads what comes in time. ${room.en}`,
      'zh-CN': `瓶颈在对端或路径：本机程序读得及时。${room['zh-CN']}`,
    },
  };
}
