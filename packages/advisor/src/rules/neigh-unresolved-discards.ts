import { formatValue, ID, sumKnown } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence, lastEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 60;
/** Packets a minute. */
const DISCARDS = { fire: 60, clear: 6 };
/** Neighbours on one device that do not answer. */
const SILENT = { fire: 100, clear: 50 };
const FAILED = 'network.neigh.failed';
const INCOMPLETE = 'network.neigh.incomplete';

const TABLES = [
  { family: 'ipv4', ids: { ...ID.arpCache, resFailed: 'network.arpCache.resFailed' }, asks: 'ARP', cache: 'arp_cache' },
  {
    family: 'ipv6',
    ids: { ...ID.ndiscCache, resFailed: 'network.ndiscCache.resFailed' },
    asks: 'neighbour discovery',
    cache: 'ndisc_cache',
  },
] as const;
type Table = (typeof TABLES)[number];

/** The device with most neighbours that do not answer, in this network namespace. */
function silentOn(
  { window }: RuleContext,
  family: string,
): { readonly device: string; readonly silent: number } | undefined {
  const labels = [...window.labelsOf(FAILED), ...window.labelsOf(INCOMPLETE)].filter(
    (each) => each['family'] === family,
  );
  const devices = [...new Set(labels.map(({ device = '?' }) => device))].map((device) => ({
    device,
    silent: sumKnown([FAILED, INCOMPLETE].map((metric) => window.last(metric, { device, family }))) ?? 0,
  }));
  return devices.filter(({ silent }) => silent > 0).toSorted((a, b) => b.silent - a.silent)[0];
}

function findingOf(context: RuleContext, table: Table, open: boolean): Finding | undefined {
  const { family, ids, asks, cache } = table;
  const { window } = context;
  const discards = window.delta(ids.unresolvedDiscards, WINDOW_SECONDS);
  const worst = silentOn(context, family);
  const cut = isOver(discards, DISCARDS, open) && (open || seenLongEnough(context, ids.unresolvedDiscards));
  const many = isOver(worst?.silent, SILENT, open);
  if (!cut && !many) return undefined;
  const failed = window.delta(ids.resFailed, WINDOW_SECONDS) ?? 0;
  const dead = failed > 0 || worst !== undefined;
  const device = worst?.device ?? 'DEV';
  const places = [
    ...(cut ? [`${formatValue(discards, 'count')} packets given up in the last minute`] : []),
    ...(worst === undefined
      ? []
      : [`${worst.silent} ${worst.silent === 1 ? 'neighbour' : 'neighbours'} on ${worst.device} without an answer`]),
  ];
  const find = `Find them: "ip -${family === 'ipv4' ? 4 : 6} neigh show nud failed nud incomplete" lists the addresses. Bring the machine back, or have the program stop sending to it; a wrong netmask makes far addresses look like neighbours.`;
  const room = `If they do answer and only bursts to a neighbour that was silent for a while get lost: "sysctl -w net.${family}.neigh.${device}.unres_qlen_bytes=425984" holds twice the default of 212,992 bytes while the question is out.`;
  return {
    subject: family,
    severity: dead ? 'info' : 'warning',
    confidence: dead ? 'high' : 'medium',
    title: titleOf(dead, many),
    why: `To send to a machine on the same network the kernel asks for its hardware address (${asks}), and holds packets back meanwhile, unres_qlen_bytes for each neighbour; what comes on top pushes the oldest out.${dead ? ' Some questions stay without an answer, so the machines are off, or the addresses are wrong; after three tries, a second apart, the packets are given up.' : ' All questions were answered, so packets simply came faster than the answer.'}${many ? ` So many of them (${worst?.silent}) look like a scan of the network, or like a netmask that is too wide.` : ''}`,
    where: places.join('; '),
    evidence: [
      ...growthEvidence(window, { metric: ids.unresolvedDiscards }, WINDOW_SECONDS),
      ...growthEvidence(window, { metric: ids.resFailed }, WINDOW_SECONDS),
      ...[FAILED, INCOMPLETE].flatMap((metric) =>
        worst === undefined ? [] : lastEvidence(window, { metric, labels: { device, family } }),
      ),
    ],
    ...NO_CHANGE,
    actions: dead ? [find] : [room, find],
    risk: 'Risk 1 of 4. A longer queue only keeps packets for a machine that may never answer. The counters are of all network namespaces together.',
    expectedEffect: dead
      ? 'Programs stop waiting for machines that are not there.'
      : 'The first burst to a neighbour arrives whole.',
    verify: dead
      ? `"ip -${family === 'ipv4' ? 4 : 6} neigh show nud failed nud incomplete" gets shorter.`
      : `"lnstat -c1 -k ${cache}:unresolved_discards" no longer grows.`,
    notWhen:
      'A scan goes over the local network on purpose: most of its addresses have no machine, and nothing is lost that anybody misses.',
  };
}

function titleOf(dead: boolean, many: boolean): string {
  if (many) return 'Programs here send to many addresses of the local network where nobody answers';
  return dead
    ? 'Packets are given up: a machine on the local network does not answer'
    : 'Bursts to a neighbour are cut while its hardware address is asked for';
}

/** Packets wait for a neighbour's hardware address and are given up. */
export const neighUnresolvedDiscards: Rule = {
  id: 'neigh-unresolved-discards',
  layer: 'network',
  title: 'Packets given up while a neighbour is asked for',
  metrics: [...TABLES.flatMap(({ ids }) => [ids.unresolvedDiscards, ids.resFailed]), FAILED, INCOMPLETE],
  tunables: [],
  about: {
    symptom: 'Nothing reaches one machine of the local network, or the first packets of a burst are missing.',
    reasoning:
      'More than 60 packets a minute pushed out of the queue of an unresolved neighbour (cleared at 6), or more than 100 neighbours of one device that do not answer (cleared at 50). Failed questions, or neighbours that stay silent, mean a machine that is not there; without them bursts are faster than the answer.',
    formula: '',
    sources: [
      'Documentation/networking/ip-sysctl.rst (neigh/default/unres_qlen_bytes)',
      'net/core/neighbour.c of the kernel',
    ],
  },
  yieldsTo: ['neigh-table-overflow'],
  evaluate: (context, firing) => TABLES.flatMap((table) => findingOf(context, table, firing.has(table.family)) ?? []),
};
