import { formatValue, type SocketRow, socketEase, type Words } from '@netstrata/metrics';
import { boundAddress } from '../boundAddress.ts';
import type { Advice, Bottleneck } from '../types.ts';

const UDP_DROPS = 'sock-udp-rcvbuf-errors';
const NOTHING = { en: 'Nothing limits it now: its queues have room.', 'zh-CN': '现在没有瓶颈：各队列都有空间。' };

/** A UDP socket that lost packets: to blame are its bursts while advice about them stands; without any, that they were is all that is known. */
function droppedLimit(row: SocketRow, advice: readonly Advice<Words>[]): Omit<Bottleneck<Words>, 'not'> {
  const drops = formatValue(row.drops, 'count');
  const said = {
    en: `${formatValue(row.drops, 'packets', { noun: true })} found no room in its receive buffer since it was made.`,
    'zh-CN': `自创建以来，有 ${drops} 个包在其接收缓冲区里没有位置。`,
  };
  const about = advice.find(({ rule, subject }) => rule === UDP_DROPS && subject === boundAddress(row));
  return about === undefined
    ? {
        limiter: 'nothing',
        confidence: 'medium',
        sentence: {
          en: `Its queues have room at this look, but it has dropped packets: ${said.en}`,
          'zh-CN': `本次查看时各队列都有空间，但它丢弃过数据包：${said['zh-CN']}`,
        },
      }
    : {
        limiter: 'receive-buffer',
        confidence: about.confidence,
        sentence: {
          en: `${about.title.en}: ${said.en}`,
          'zh-CN': `${about.title['zh-CN']}：${said['zh-CN']}`,
        },
      };
}

/** What is said of a socket that nothing limits at this look: the same as its row in the list, in a sentence. */
export function easeLimit(row: SocketRow, advice: readonly Advice<Words>[]): Omit<Bottleneck<Words>, 'not'> {
  switch (socketEase(row)) {
    case 'dropped':
      return droppedLimit(row, advice);
    case 'sending': {
      const waits = formatValue(row.sendQ, 'bytes');
      return {
        limiter: 'link',
        confidence: 'medium',
        sentence: {
          en: `The layers below limit: ${waits} of what it sent still wait there, in the queue of a device as a rule.`,
          'zh-CN': `瓶颈在下面各层：它发出的数据还有 ${waits} 在那里等待，通常是在设备的队列里。`,
        },
      };
    }
    case 'reading':
      return {
        limiter: 'nothing',
        confidence: 'medium',
        sentence: {
          en: 'Nothing here limits it: its program reads in time the little that comes.',
          'zh-CN': '本机没有瓶颈：收到的数据不多，程序都及时读走了。',
        },
      };
    case 'waiting': {
      const { recvQ, sendQ } = row;
      return {
        limiter: 'nothing',
        confidence: 'high',
        sentence: {
          en: `Nothing limits it now: ${recvQ === 1 ? '1 connection waits' : `${recvQ} connections wait`} for accept(), the backlog is ${sendQ}, and its queue has room.`,
          'zh-CN': `现在没有瓶颈：${recvQ} 个连接在等 accept()，backlog 为 ${sendQ}，队列还有空间。`,
        },
      };
    }
    default:
      return { limiter: 'nothing', confidence: 'high', sentence: NOTHING };
  }
}
