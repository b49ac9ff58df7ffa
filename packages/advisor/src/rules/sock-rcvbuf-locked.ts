import { formatValue, NO_WORDS, type SocketRow, tunableNumbers, type Words } from '@netstrata/metrics';
import { isProgramOpen, programOf, programSubject } from '../byProgram.ts';
import { NO_CHANGE } from '../change.ts';
import { programName } from '../owner.ts';
import { RECEIVER_METRICS, receiverParts } from '../receiveBuffer/finding.ts';
import { limitedReceivers, RECEIVER_TUNABLES, type Receiver, RMEM_MAX, TCP_RMEM } from '../receiveBuffer/receivers.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

/** The kernel lets a buffer grow to tcp_rmem's third number of then, and no farther: a size that was one is not the program's doing. */
function wasCeiling({ valuesBefore }: RuleContext, { rcvbuf }: Receiver): boolean {
  const before = valuesBefore?.(TCP_RMEM) ?? [];
  return before.some((value) => tunableNumbers({ [TCP_RMEM]: value }, TCP_RMEM)?.[2] === rcvbuf);
}

/** How large the kernel would let it grow, in the words of the rule. */
function growText({ tunables }: RuleContext): Words {
  const most = tunableNumbers(tunables, TCP_RMEM)?.[2];
  const size = most === undefined ? '' : formatValue(most, 'bytes');
  return { en: `${TCP_RMEM} (${size})`, 'zh-CN': `${TCP_RMEM} 的上限（${size}）` };
}

type Cause = Pick<Finding, 'title' | 'actions'> & { readonly limit: Words };

/** The connection grew as far as an earlier maximum let it. */
function olderThanMaximum(context: RuleContext, { rcvbuf }: Receiver, program: string): Cause {
  const most = growText(context);
  return {
    title: {
      en: `${program} receives over a connection from before ${TCP_RMEM} was raised`,
      'zh-CN': `${program} 用 ${TCP_RMEM} 提高之前的连接接收`,
    },
    limit: {
      en: `Its ${rcvbuf} B are what the third number of ${TCP_RMEM} was before it was raised: the connection grew that far, and keeps what it has.`,
      'zh-CN': `它的 ${rcvbuf} B 正是 ${TCP_RMEM} 提高之前的第三个数：连接当时长到了那里，之后保持不变。`,
    },
    actions: [
      {
        en: `Connect again: the buffer of a new connection may grow up to ${most.en}.`,
        'zh-CN': `重新连接：新连接的缓冲区可增长到 ${most['zh-CN']}。`,
      },
    ],
  };
}

/** No maximum that is known explains the size: the program asked for it. */
function fixedByProgram(context: RuleContext, { rcvbuf, row, wanted, arithmetic }: Receiver, program: string): Cause {
  const most = growText(context);
  const ask = wanted / 2;
  const [allowed] = tunableNumbers(context.tunables, RMEM_MAX) ?? [];
  const isCut = allowed !== undefined && allowed < ask;
  const cap =
    allowed === undefined
      ? { en: `${RMEM_MAX} caps what may be asked for`, 'zh-CN': `${RMEM_MAX} 限制可请求的值` }
      : {
          en: `${RMEM_MAX} is ${allowed} B, ${isCut ? 'too little for that: raise it first' : 'which allows that'}`,
          'zh-CN': `${RMEM_MAX} 为 ${allowed} B，${isCut ? '不够：先提高它' : '允许请求这么多'}`,
        };
  return {
    title: {
      en: `A fixed receive buffer limits how fast ${program} can receive`,
      'zh-CN': `固定的接收缓冲区限制了 ${program} 的接收速度`,
    },
    limit: {
      en: `Its size does not change, although the kernel would let it grow up to ${most.en}: the program has fixed it with SO_RCVBUF, which switches that off. It asked for ${rcvbuf / 2} B, and the kernel doubled that. (A third number of ${TCP_RMEM} of that size, in force when the connection was opened, would have held it there as well; none was seen here.)`,
      'zh-CN': `它的大小不变，而内核本可让它增长到 ${most['zh-CN']}：程序用 SO_RCVBUF 固定了它，增长因此关闭。程序请求了 ${rcvbuf / 2} B，内核将其加倍。（若打开连接时 ${TCP_RMEM} 的第三个数正是这么大，也会停在这里；此处没有见过这样的值。）`,
    },
    actions: [
      {
        en: `Remove SO_RCVBUF from ${programName(row) ?? 'the program'}: the kernel then grows the buffer by itself, up to the third number of ${TCP_RMEM}.`,
        'zh-CN': `去掉 ${programName(row) ?? '该程序'} 中的 SO_RCVBUF：内核就会自动增大缓冲区，直到 ${TCP_RMEM} 的第三个数。`,
      },
      {
        en: `Or ask for at least ${ask} B before connect() or listen(): the kernel doubles that to the ${wanted} B that are needed. ${cap.en}. Measured: ${arithmetic.en}.`,
        'zh-CN': `或在 connect() 或 listen() 之前至少请求 ${ask} B：内核将其加倍为所需的 ${wanted} B。${cap['zh-CN']}。测量依据：${arithmetic['zh-CN']}。`,
      },
    ],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const bySubject = new Map<string, Finding>();
  const isOpen = (row: SocketRow) => isProgramOpen(row, firing);
  for (const receiver of limitedReceivers(context, 'locked', isOpen)) {
    const program = programOf(receiver.row);
    if (bySubject.has(program)) continue;
    const causeOf = wasCeiling(context, receiver) ? olderThanMaximum : fixedByProgram;
    const { limit, ...cause } = causeOf(context, receiver, program);
    bySubject.set(program, {
      ...receiverParts(receiver, { limit, others: 0 }),
      ...programSubject(receiver.row),
      ...NO_CHANGE,
      ...cause,
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
      en: 'A connection above 500 kB/s with a round trip of 1 ms and more receives 80 % of its window and more in each round trip (where that is not far above what the connection measured itself) for 15 s (60 % keeps it open), its program reads in time, and its buffer keeps a size that is none of the kernel’s. A size that was tcp_rmem’s third number before, as far as changes of it are stored, is of before it was raised; any other the program asked for.',
      'zh-CN':
        '速率超过 500 kB/s、往返 1 ms 以上的连接，15 s 内每个往返收到其窗口的 80 % 或更多（往返不远高于连接自己测到的；60 % 以上保持打开），程序读得及时，而缓冲区的大小保持不变且不是内核会取的值。若大小等于记录中 tcp_rmem 从前的第三个数，则连接早于提高；否则就是程序请求的。',
    },
    formula: NO_WORDS,
    sources: ['socket(7) (SO_RCVBUF)', 'tcp(7)', 'net/core/sock.c of the kernel (__sock_set_rcvbuf)'],
  },
  evaluate,
};
