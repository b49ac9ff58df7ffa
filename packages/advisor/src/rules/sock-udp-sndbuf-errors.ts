import { deltaOfAll, formatValue, ID } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const REFUSED = [ID.udp.sndbufErrors, ID.udp6.sndbufErrors];
const SENT = [ID.udp.outDatagrams, ID.udp6.outDatagrams];
const QDISC_DROPS = ID.qdisc.drops;
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** Datagrams a minute. */
const ERRORS = { fire: 10, clear: 0 };

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const open = firing.has(SUBJECT);
  const errors = deltaOfAll(window, REFUSED, WINDOW_SECONDS);
  if (!isOver(errors, ERRORS, open) || (!open && !REFUSED.some((metric) => seenLongEnough(context, metric)))) return [];
  const queues = window
    .labelsOf(QDISC_DROPS)
    .map((labels) => ({ labels, drops: window.delta(QDISC_DROPS, WINDOW_SECONDS, labels) ?? 0 }))
    .toSorted((a, b) => b.drops - a.drops);
  const [queue] = queues.filter(({ drops }) => drops > 0);
  const device = queue?.labels['device'];
  const sent = deltaOfAll(window, SENT, WINDOW_SECONDS);
  const found =
    queue === undefined
      ? 'No queue of a device dropped any meanwhile, so the send buffers of the sockets were full.'
      : `The queue of ${device ?? 'a device'} dropped ${formatValue(queue.drops, 'count')} packets meanwhile, so the device is where it is stuck.`;
  return [
    {
      subject: SUBJECT,
      severity: 'warning',
      confidence: 'medium',
      title: 'UDP datagrams are lost before they leave this host',
      why: `A datagram that is sent waits in the queue of its device, and counts against the send buffer of its socket until the device has taken it. ${formatValue(errors, 'count')} datagrams were refused in the last minute (ENOBUFS, or no room in the buffer). ${found}`,
      where: `${formatValue(errors, 'count')} of ${formatValue(sent === undefined ? undefined : sent + (errors ?? 0), 'count')} datagrams${device === undefined ? '' : `; device ${device}`}`,
      evidence: [
        ...REFUSED.flatMap((metric) => growthEvidence(window, { metric }, WINDOW_SECONDS)),
        ...(queue === undefined
          ? []
          : growthEvidence(window, { metric: QDISC_DROPS, labels: queue.labels }, WINDOW_SECONDS)),
      ],
      ...NO_CHANGE,
      actions: [
        `Send no faster than the device: pace the sender, or give it a device with more room ("tc -s qdisc show${device === undefined ? '' : ` dev ${device}`}" shows drops and backlog).`,
        'Only when no queue drops: ask for a larger SO_SNDBUF in the program, twice the bytes of its largest burst with 0.8 kB more for each datagram.',
        'Let the program treat ENOBUFS and EAGAIN as "wait", not as "lost".',
      ],
      risk: 'A longer queue makes datagrams wait longer; pacing has no cost.',
      expectedEffect: 'The counters stand still, and what is sent arrives at the device.',
      verify: 'Under the same load "nstat -az UdpSndbufErrors Udp6SndbufErrors" no longer grows.',
      notWhen: 'A test sends as fast as it can on purpose.',
    },
  ];
}

/** Datagrams that a socket or device had no room for. */
export const sockUdpSndbufErrors: Rule = {
  id: 'sock-udp-sndbuf-errors',
  layer: 'socket',
  title: 'UDP send buffer overflow',
  metrics: [...REFUSED, ...SENT, QDISC_DROPS],
  tunables: [],
  about: {
    symptom: 'A sender of datagrams loses part of them, and its own log may say "No buffer space available".',
    reasoning:
      'More than 10 datagrams within a minute (Udp SndbufErrors); cleared by a minute without any. Drops of a device’s queue in the same minute tell that the device is the limit, and not a buffer.',
    formula: '',
    sources: ['net/ipv4/udp.c of the kernel (udp_send_skb)', 'udp(7), send(2) (ENOBUFS)'],
  },
  evaluate,
};
