import { formatAge, formatValue, NO_WORDS, type SocketRow, type Words } from '@netstrata/metrics';
import type { Bottleneck } from '../types.ts';

/** What is said of a connection that gets nothing through. */
export function hangLimit({ lastAckRecvMs, sendQ, unanswered = 0 }: SocketRow): Omit<Bottleneck<Words>, 'not'> {
  const waiting = formatValue(sendQ, 'bytes');
  const age = formatAge(lastAckRecvMs);
  const since =
    lastAckRecvMs === undefined
      ? NO_WORDS
      : { en: ` for ${age}`, 'zh-CN': `已有 ${formatAge(lastAckRecvMs, 'zh-CN')}` };
  return {
    limiter: 'network',
    confidence: 'high',
    sentence: {
      en: `The path or the peer limits: nothing has been acknowledged${since.en}, ${unanswered} timeouts in a row, and ${waiting} wait.`,
      'zh-CN': `瓶颈在路径或对端：${since['zh-CN']}没有任何确认，连续 ${unanswered} 次超时，${waiting} 在等待。`,
    },
  };
}
