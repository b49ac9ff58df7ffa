import type { SocketRow } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { programOf, RECEIVER_METRICS, receiverParts } from '../receiveBuffer/finding.ts';
import { limitedReceivers, RECEIVER_TUNABLES, RMEM_MAX, TCP_RMEM } from '../receiveBuffer/receivers.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const bySubject = new Map<string, Finding>();
  const isOpen = (row: SocketRow) => firing.has(programOf({ row }));
  for (const receiver of limitedReceivers(context, 'locked', isOpen)) {
    const subject = programOf(receiver);
    if (bySubject.has(subject)) continue;
    const ask = receiver.wanted / 2;
    bySubject.set(subject, {
      ...receiverParts(receiver, {
        limit: `Its size does not change, although the kernel would let it grow up to ${TCP_RMEM}: the program has fixed it with SO_RCVBUF, which switches that off, or ${TCP_RMEM} was raised after the connection was made.`,
        others: 0,
      }),
      subject,
      title: `A fixed receive buffer limits how fast ${subject} can receive`,
      ...NO_CHANGE,
      actions: [
        `If ${TCP_RMEM} was raised a short while ago, connect again before anything else: open connections keep what they have.`,
        `Remove SO_RCVBUF from ${receiver.row.process ?? 'the program'}: the kernel then grows the buffer by itself, up to the third number of ${TCP_RMEM}.`,
        `Or ask for at least ${ask} B before connect() or listen(); the kernel doubles it, and ${RMEM_MAX} caps what may be asked for. Measured: ${receiver.arithmetic}.`,
      ],
      risk: 'Memory for the connections of this program only.',
      notWhen: 'The program keeps its buffer small on purpose, to have little unread data, or to slow its sender.',
    });
  }
  return [...bySubject.values()];
}

/** Connections whose program fixed a receive buffer that is too small for their path. */
export const sockRcvbufLocked: Rule = {
  id: 'sock-rcvbuf-locked',
  layer: 'socket',
  title: 'Fixed receive buffer limits throughput',
  metrics: RECEIVER_METRICS,
  tunables: RECEIVER_TUNABLES,
  about: {
    symptom: 'One program downloads slowly over a long path, while others on the same host do not.',
    reasoning:
      'A connection above 500 kB/s with a round trip of 1 ms and more receives 80 % of its window and more in each round trip (where that is not far above what the connection measured itself) for 15 s (60 % keeps it open), its program reads in time, and its buffer keeps a size that is none of the kernel’s.',
    formula: '',
    sources: ['socket(7) (SO_RCVBUF)', 'tcp(7)', 'net/core/sock.c of the kernel (__sock_set_rcvbuf)'],
  },
  evaluate,
};
