import { formatRate, ID } from '@netstrata/metrics';
import type { InterfaceDetails } from '@netstrata/metrics/details';
import { NO_CHANGE } from '../change.ts';
import { rateEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import { cpuMask, isEmptyMask } from '../softirqCpus.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 60;
/** Packets a second. */
const RATE = { fire: 50_000, clear: 25_000 };
const MOST_COMMANDS = 4;

function findingOf(context: RuleContext, { device, queues }: InterfaceDetails, open: boolean): Finding | undefined {
  const { window, host } = context;
  const labels = { device };
  const perSecond = window.rate(ID.dev.txPackets, WINDOW_SECONDS, labels);
  if (queues === undefined || queues.txCount < 2 || queues.txCount < host.cpuCount || host.cpuCount < 2)
    return undefined;
  if (
    !isOver(perSecond, RATE, open) ||
    !queues.tx.every(({ xpsCpus, xpsRxqs }) => isEmptyMask(xpsCpus) && (xpsRxqs === undefined || isEmptyMask(xpsRxqs)))
  )
    return undefined;
  const commands = Array.from(
    { length: Math.min(MOST_COMMANDS, host.cpuCount) },
    (_, cpu) => `echo ${cpuMask([cpu])} > /sys/class/net/${device}/queues/tx-${cpu}/xps_cpus`,
  ).join('; ');
  const more = host.cpuCount > MOST_COMMANDS ? ', and so on, a bit further for each CPU' : '';
  return {
    subject: device,
    severity: 'info',
    confidence: 'low',
    title: `CPUs share the send queues of ${device}, although there is one for each`,
    why: `${device} has ${queues.txCount} send queues for ${host.cpuCount} CPUs. A packet is put into one of them by its addresses and ports, so that several CPUs wait for the lock of the same queue, and memory that one has sent is freed on another. Transmit packet steering (XPS) gives each CPU queues of its own; it is set for none of them.`,
    where: `${device}: sends ${formatRate(perSecond, 'packets', { noun: true })} by ${queues.txCount} queues`,
    evidence: rateEvidence(window, { metric: ID.dev.txPackets, labels }, WINDOW_SECONDS),
    ...NO_CHANGE,
    actions: [`A queue for each CPU: "${commands}"${more}. 0 puts it back.`],
    risk: 'Risk 1 of 4. Packets of a connection may get out of order at the moment of the change.',
    expectedEffect: 'Less waiting for locks while sending.',
    verify: '"perf top -g" shows less time in spin locks below dev_queue_xmit.',
    notWhen: 'The driver picks the queue itself, or the host sends little.',
  };
}

/** Send queues are not bound to CPUs. */
export const xpsMissing: Rule = {
  id: 'xps-missing',
  layer: 'link',
  title: 'Send queues are shared by all CPUs',
  metrics: [ID.dev.txPackets],
  tunables: [],
  about: {
    symptom: 'A host that sends many packets spends much time in spin locks.',
    reasoning:
      'A card sends more than 50,000 packets a second over a minute (cleared at half), has as many send queues as CPUs or more, and xps_cpus and xps_rxqs are 0 for all of them; many drivers set them by themselves. A chance to try out, told with low confidence.',
    formula: 'queue n for CPU n',
    sources: ['Documentation/networking/scaling.rst (XPS: transmit packet steering)'],
  },
  evaluate: (context, firing) =>
    (context.details?.interfaces?.interfaces ?? [])
      .filter(({ physical }) => physical)
      .flatMap((settings) => findingOf(context, settings, firing.has(settings.device)) ?? []),
};
