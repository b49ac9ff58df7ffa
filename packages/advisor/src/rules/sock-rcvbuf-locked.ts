import { NO_WORDS, type SocketRow } from '@netstrata/metrics';
import { isProgramOpen, programOf, programSubject } from '../byProgram.ts';
import { NO_CHANGE } from '../change.ts';
import { RECEIVER_METRICS, receiverParts } from '../receiveBuffer/finding.ts';
import { limitedReceivers, RECEIVER_TUNABLES, RMEM_MAX, TCP_RMEM } from '../receiveBuffer/receivers.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const bySubject = new Map<string, Finding>();
  const isOpen = (row: SocketRow) => isProgramOpen(row, firing);
  for (const receiver of limitedReceivers(context, 'locked', isOpen)) {
    const program = programOf(receiver.row);
    if (bySubject.has(program)) continue;
    const ask = receiver.wanted / 2;
    bySubject.set(program, {
      ...receiverParts(receiver, {
        limit: {
          en: `Its size does not change, although the kernel would let it grow up to ${TCP_RMEM}: the program has fixed it with SO_RCVBUF, which switches that off, or ${TCP_RMEM} was raised after the connection was made.`,
          'zh-CN': `它的大小不变，而内核本可让它增长到 ${TCP_RMEM} 的上限：程序用 SO_RCVBUF 固定了它，增长因此关闭；或 ${TCP_RMEM} 是在连接建立之后才提高的。`,
        },
        others: 0,
      }),
      ...programSubject(receiver.row),
      title: {
        en: `A fixed receive buffer limits how fast ${program} can receive`,
        'zh-CN': `固定的接收缓冲区限制了 ${program} 的接收速度`,
      },
      ...NO_CHANGE,
      actions: [
        {
          en: `If ${TCP_RMEM} was raised a short while ago, connect again before anything else: open connections keep what they have.`,
          'zh-CN': `若 ${TCP_RMEM} 刚提高不久，先重新连接再说：已打开的连接保持不变。`,
        },
        {
          en: `Remove SO_RCVBUF from ${receiver.row.process ?? 'the program'}: the kernel then grows the buffer by itself, up to the third number of ${TCP_RMEM}.`,
          'zh-CN': `去掉 ${receiver.row.process ?? '该程序'} 中的 SO_RCVBUF：内核就会自动增大缓冲区，直到 ${TCP_RMEM} 的第三个数。`,
        },
        {
          en: `Or ask for at least ${ask} B before connect() or listen(); the kernel doubles it, and ${RMEM_MAX} caps what may be asked for. Measured: ${receiver.arithmetic.en}.`,
          'zh-CN': `或在 connect() 或 listen() 之前至少请求 ${ask} B；内核会将其加倍，而 ${RMEM_MAX} 限制可请求的值。测量依据：${receiver.arithmetic['zh-CN']}。`,
        },
      ],
      risk: { en: 'Memory for the connections of this program only.', 'zh-CN': '只占用该程序的连接的内存。' },
      notWhen: {
        en: 'The program keeps its buffer small on purpose, to have little unread data, or to slow its sender.',
        'zh-CN': '程序有意保持小缓冲区，好少积压未读数据，或让发送方慢下来。',
      },
    });
  }
  return [...bySubject.values()];
}

/** Connections whose program fixed a receive buffer that is too small for their path. */
export const sockRcvbufLocked: Rule = {
  id: 'sock-rcvbuf-locked',
  layer: 'socket',
  title: { en: 'Fixed receive buffer limits throughput', 'zh-CN': '固定的接收缓冲区限制吞吐' },
  metrics: RECEIVER_METRICS,
  tunables: RECEIVER_TUNABLES,
  about: {
    feels: ['download'],
    symptom: {
      en: 'One program downloads slowly over a long path, while others on the same host do not.',
      'zh-CN': '长路径上某个程序下载慢，同一主机上的其他程序却不慢。',
    },
    reasoning: {
      en: 'A connection above 500 kB/s with a round trip of 1 ms and more receives 80 % of its window and more in each round trip (where that is not far above what the connection measured itself) for 15 s (60 % keeps it open), its program reads in time, and its buffer keeps a size that is none of the kernel’s.',
      'zh-CN':
        '速率超过 500 kB/s、往返 1 ms 以上的连接，15 s 内每个往返收到其窗口的 80 % 或更多（往返不远高于连接自己测到的；60 % 以上保持打开），程序读得及时，而缓冲区的大小保持不变且不是内核会取的值。',
    },
    formula: NO_WORDS,
    sources: ['socket(7) (SO_RCVBUF)', 'tcp(7)', 'net/core/sock.c of the kernel (__sock_set_rcvbuf)'],
  },
  evaluate,
};
