import { formatValue, ID } from '@netstrata/metrics';
import { changeTo, NO_CHANGE } from '../change.ts';
import { growthEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';
import { strictDevicesOf, uplinksOf } from '../uplinks.ts';

const DROPPED = ID.ip.reversePath;
const ALL = 'net.ipv4.conf.all.rp_filter';
const WINDOW_SECONDS = 60;
/** Packets a minute. */
const DROPS = { fire: 60, clear: 6 };
const SUBJECT = 'host';

const LOOK =
  'See which packets they are: "sysctl -w net.ipv4.conf.all.log_martians=1" and "dmesg | grep martian" name source and device; put it back afterwards. For a source that is real, "ip route get SOURCE" must name the device it comes in by, or a route is missing.';

/** Loose where several uplinks make asymmetric ways normal; nothing where a source has no business there. */
function cureOf(
  context: RuleContext,
  uplinks: readonly string[] | undefined,
  strict: readonly string[] | undefined,
): Pick<Finding, 'changes' | 'arithmetic' | 'actions'> {
  const several = uplinks !== undefined && uplinks.length >= 2;
  if (!several || strict === undefined || strict.length === 0) return { ...NO_CHANGE, actions: [LOOK] };
  const changes = changeTo(context, ALL, 2);
  return {
    changes,
    arithmetic:
      changes.length === 0
        ? ''
        : `a device uses the larger of net.ipv4.conf.all and its own: max(2, 1) = 2, loose, on ${strict.join(', ')}`,
    actions: [LOOK],
  };
}

function causeOf(uplinks: readonly string[] | undefined, strict: readonly string[] | undefined): string {
  if (strict !== undefined && strict.length === 0)
    return 'No device is strict here, so these sources cannot be reached by any route: they are spoofed, or a route is missing.';
  if (uplinks === undefined) return 'Whether several uplinks make that normal here is not known.';
  return uplinks.length >= 2
    ? `This host has several ways out (${uplinks.join(', ')}), so that packets may well come in by another one than their answers leave by: that is legitimate, and strict filtering loses it.`
    : 'This host has one way out at most, so such sources are mostly spoofed or of a network without a route here; the filter does its work.';
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const dropped = window.delta(DROPPED, WINDOW_SECONDS);
  const open = firing.has(SUBJECT);
  if (dropped === undefined || !isOver(dropped, DROPS, open)) return [];
  if (!open && !seenLongEnough(context, DROPPED)) return [];
  const uplinks = uplinksOf(context);
  const strict = strictDevicesOf(context);
  const several = (uplinks?.length ?? 0) >= 2 && (strict?.length ?? 1) > 0;
  const on = strict === undefined || strict.length === 0 ? '' : `; strict on ${strict.join(', ')}`;
  return [
    {
      subject: SUBJECT,
      severity: several ? 'warning' : 'info',
      confidence: several ? 'high' : 'medium',
      title: several
        ? 'Packets are dropped because they come in by another uplink than answers leave by'
        : 'Packets are dropped because their source has no way back by the device they came in on',
      why: `The reverse path filter (rp_filter) drops an IPv4 packet when the way back to its source does not lead through the device it came in on (strict, 1), or through none at all (loose, 2). ${formatValue(dropped, 'count')} packets were dropped like that in the last minute; to a program it looks as if nobody had sent anything. ${causeOf(uplinks, strict)}`,
      where: `${formatValue(dropped, 'count')} packets in the last minute${on}`,
      evidence: growthEvidence(window, { metric: DROPPED }, WINDOW_SECONDS),
      ...cureOf(context, uplinks, strict),
      risk: 'Risk 3 of 4. Loose filtering still refuses sources that no route leads to, but lets a spoofed packet in by the wrong uplink.',
      expectedEffect: 'Packets that come in by the other uplink are taken; the counter stands still.',
      verify: '"nstat -az TcpExtIPReversePathFilter" no longer grows under the same traffic.',
      notWhen: 'The host is a router at the edge towards customers, where strict filtering keeps spoofed sources out.',
    },
  ];
}

/** The reverse path filter drops packets. */
export const rpFilterDrops: Rule = {
  id: 'rp-filter-drops',
  layer: 'network',
  title: 'Reverse path filter drops packets',
  metrics: [DROPPED],
  tunables: [ALL],
  about: {
    symptom: 'Packets are seen by tcpdump on the device, and no program gets them.',
    reasoning:
      'More than 60 packets a minute refused by rp_filter; cleared at 6. With routes by several gateways on different devices and a strict filter it is the asymmetric way; otherwise the filter most likely does its work, and only a look is advised.',
    formula: '2 (loose) for all devices, only where there are several uplinks',
    sources: ['Documentation/networking/ip-sysctl.rst (rp_filter)', 'RFC 3704'],
  },
  evaluate,
};
