import { formatRate, formatValue, ID } from '@netstrata/metrics';
import type { InterfaceDetails } from '@netstrata/metrics/details';
import { NO_CHANGE } from '../change.ts';
import { settingsOf } from '../devices.ts';
import { knownEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import { queueInterrupts, sumsBy } from '../queueInterrupts.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 60;
/** Interrupts a second of one queue. */
const RATE = { fire: 50_000, clear: 25_000 };
/** What a queue is brought down to: 20,000 a second. */
const WANTED_USECS = 50;
const { interrupts } = ID.softirq;

interface Cure {
  readonly command: string;
  readonly arithmetic: string;
}

/** Nothing where the card does not say, or waits that long already. */
function cureOf({ device, coalesce = [] }: InterfaceDetails): Cure | undefined {
  const setting = (name: string) => coalesce.find((each) => each.name === name)?.value;
  const adaptive = setting('adaptive-rx');
  const usecs = setting('rx-usecs');
  if (adaptive === false)
    return {
      command: `ethtool -C ${device} adaptive-rx on`,
      arithmetic: 'it waits longer under load, and not at all without',
    };
  if (adaptive === true || typeof usecs !== 'number' || usecs >= WANTED_USECS) return undefined;
  return {
    command: `ethtool -C ${device} rx-usecs ${WANTED_USECS}`,
    arithmetic: `1 s / ${WANTED_USECS} µs = at most 20,000 interrupts a second of each queue, now ${usecs} µs`,
  };
}

function findingOf(
  context: RuleContext,
  device: string,
  queue: { name: string; perSecond: number },
): Finding | undefined {
  const settings = settingsOf(context, device);
  const cure = settings === undefined ? undefined : cureOf(settings);
  if (cure === undefined) return undefined;
  const rate = formatRate(queue.perSecond, 'count');
  return {
    subject: device,
    severity: 'info',
    confidence: 'medium',
    title: `${device} interrupts a CPU ${rate} from one queue: nearly once a packet`,
    why: `An interrupt costs a CPU a microsecond or more before any packet is looked at. A card can wait a little and tell of several packets with one interrupt (coalescing). ${queue.name} of ${device} interrupts ${rate}, and its settings let it do so nearly for every packet.`,
    where: `${device}, ${queue.name}: ${rate}`,
    evidence: knownEvidence({ metric: interrupts, labels: { device, queue: queue.name } }, Math.round(queue.perSecond)),
    ...NO_CHANGE,
    actions: [
      `"${cure.command}" (${cure.arithmetic}).`,
      `Keep a note of "ethtool -c ${device}" as it is now; that puts it back.`,
    ],
    risk: `Risk 1 of 4. A packet may wait up to ${formatValue(WANTED_USECS, 'microseconds')} longer before it is told of.`,
    expectedEffect: 'Fewer interrupts, and more packets with each.',
    verify: `"grep ${device} /proc/interrupts" grows more slowly under the same load.`,
    notWhen: 'Every microsecond of delay counts, as in trading.',
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  return [...queueInterrupts(context.window, WINDOW_SECONDS)].flatMap(([device, lines]) => {
    const [most] = sumsBy(lines, ({ queue }) => queue);
    if (most === undefined || !isOver(most.perSecond, RATE, firing.has(device))) return [];
    return findingOf(context, device, most) ?? [];
  });
}

/** A card interrupts for nearly every packet. */
export const nicCoalesce: Rule = {
  id: 'nic-coalesce',
  layer: 'link',
  title: 'An interrupt for nearly every packet',
  metrics: [interrupts],
  tunables: [],
  about: {
    symptom: 'Much CPU time goes into interrupts at high packet rates.',
    reasoning:
      'More than 50,000 interrupts a second of one queue over a minute (cleared at half), while adaptive coalescing is off, or missing and rx-usecs below 50.',
    formula: 'adaptive-rx on, else rx-usecs 50',
    sources: ['ethtool(8), -C', 'Documentation/networking/ethtool-netlink.rst (COALESCE_SET)'],
  },
  evaluate,
};
