import { ID, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { memoryIsShort, raise } from '../guards.ts';
import { mostForEach } from '../mostForEach.ts';
import { programOf, RECEIVER_METRICS, receiverParts } from '../receiveBuffer/finding.ts';
import { limitedReceivers, RECEIVER_TUNABLES, type Receiver, RMEM_MAX } from '../receiveBuffer/receivers.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

function cureOf(context: RuleContext, receiver: Receiver): Pick<Finding, 'changes' | 'arithmetic' | 'actions'> {
  const name = receiver.row.process ?? 'the program';
  const unlock = `Better than the sysctl: remove SO_RCVBUF from ${name}, so that the kernel grows the buffer by itself.`;
  const [current] = tunableNumbers(context.tunables, RMEM_MAX) ?? [];
  if (current === undefined || memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY, unlock] };
  const ask = receiver.wanted / 2;
  const { proposed, limitedBy } = raise(current, ask, mostForEach(context, 1));
  if (proposed === undefined) return { ...NO_CHANGE, actions: [unlock] };
  return {
    changes: changeTo(context, RMEM_MAX, proposed),
    arithmetic: `${receiver.arithmetic}; the kernel doubles SO_RCVBUF, so half of it: ${ask}${limitedBy}`,
    actions: [unlock, `If you change ${RMEM_MAX}, restart ${name}: a socket gets the new size when it asks again.`],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const [worst, ...others] = limitedReceivers(context, 'maximum', () => firing.has(RMEM_MAX));
  if (worst === undefined) return [];
  return [
    {
      ...receiverParts(worst, {
        limit: `Its size is exactly twice ${RMEM_MAX}: the program asked for that or for more with SO_RCVBUF, and the kernel cut it before doubling it.`,
        others: others.length,
      }),
      subject: RMEM_MAX,
      title: `${RMEM_MAX} caps the receive buffer of ${programOf(worst)}`,
      ...cureOf(context, worst),
      risk: `Risk 2 of 4: every local program may then ask for buffers of that size, on the whole host. It can be set on the host only, not in a container.`,
      notWhen: 'The program does not need SO_RCVBUF at all: without it the kernel finds the size by itself.',
    },
  ];
}

/** Connections whose program asked for a larger receive buffer than rmem_max allows. */
export const sockRmemMaxCap: Rule = {
  id: 'sock-rmem-max-cap',
  layer: 'socket',
  title: 'rmem_max caps a receive buffer',
  metrics: [...RECEIVER_METRICS, ID.memory.availableBytes, ID.memory.totalBytes],
  tunables: RECEIVER_TUNABLES,
  about: {
    symptom: 'A program that was given a large receive buffer downloads no faster than before.',
    reasoning:
      'A connection above 500 kB/s with a round trip of 1 ms and more receives 80 % of its window and more in each round trip (where that is not far above what the connection measured itself) for 15 s (60 % keeps it open), its program reads in time, and its buffer is exactly twice rmem_max.',
    formula: 'half of: twice the data in flight / the part of the buffer that is window, a power of two',
    sources: ['Documentation/admin-guide/sysctl/net.rst (rmem_max)', 'socket(7) (SO_RCVBUF)'],
  },
  evaluate,
};
