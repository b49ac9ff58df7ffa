import { formatRate, ID, sumRate, tunableNumbers } from '@netstrata/metrics';
import { busiestCard } from '../busiestCard.ts';
import { changeTo, NO_CHANGE } from '../change.ts';
import { knownEvidence, lastEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const ENTRIES = 'net.core.rps_sock_flow_entries';
const STEERED = 'link.softnet.receivedRps';
const WINDOW_SECONDS = 60;
/** Wake-ups by steering a second. */
const RATE = { fire: 1000, clear: 100 };
const MIN_SOCKETS = 100;
const WANTED_ENTRIES = 32_768;

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables } = context;
  const card = busiestCard(context, WINDOW_SECONDS);
  const [entries] = tunableNumbers(tunables, ENTRIES) ?? [];
  const rx = card?.settings.queues?.rx ?? [];
  const steered = sumRate(window, STEERED, WINDOW_SECONDS);
  if (card === undefined || entries === undefined || rx.length === 0) return [];
  if (rx.some(({ rpsFlowCnt }) => rpsFlowCnt === undefined)) return [];
  const { device } = card;
  if (!isOver(steered, RATE, firing.has(device)) || (window.last(ID.sockets.tcp) ?? 0) < MIN_SOCKETS) return [];
  const perQueue = rx.some(({ rpsFlowCnt = 0 }) => rpsFlowCnt > 0);
  const whole = entries > 0 && perQueue;
  if (whole) return [];
  const half = entries > 0 || perQueue;
  const size = entries > 0 ? entries : WANTED_ENTRIES;
  const queues = Math.max(1, card.settings.queues?.rxCount ?? rx.length);
  const changes = entries > 0 ? [] : changeTo(context, ENTRIES, WANTED_ENTRIES);
  return [
    {
      subject: device,
      severity: 'info',
      confidence: 'low',
      title: half
        ? `Packets of ${device} are steered to CPUs, and only half of flow steering is set: it does nothing`
        : `Packets of ${device} are steered to CPUs, but not to those where their programs run`,
      why: `Receive packet steering (RPS) picks the CPU for a connection by its addresses and ports, wherever the program runs that reads from it; the data then moves from the cache of one CPU to that of another. Receive flow steering (RFS) remembers on which CPU a program read last, and steers there. It needs two settings together: a table for the host (${ENTRIES}, now ${entries}), and a share of it for each queue (rps_flow_cnt, ${perQueue ? 'set' : 'now 0'}).`,
      where: `${device}: ${formatRate(steered, 'events')} wake-ups by steering`,
      evidence: [
        ...knownEvidence({ metric: STEERED }, steered === undefined ? undefined : Math.round(steered)),
        ...lastEvidence(window, { metric: ID.sockets.tcp }),
      ],
      ...NO_CHANGE,
      changes,
      arithmetic:
        changes.length === 0
          ? ''
          : `${WANTED_ENTRIES}: a power of two above the connections that are active at once on most hosts`,
      actions: [
        `Give each queue its share: "for q in /sys/class/net/${device}/queues/rx-*; do echo ${Math.floor(size / queues)} > $q/rps_flow_cnt; done" (${size} / ${queues} ${queues === 1 ? 'queue' : 'queues'}). 0 puts it back.`,
      ],
      risk: 'Risk 1 of 4. The tables take 4 bytes for each entry; packets may get out of order when a program changes its CPU often.',
      expectedEffect: 'Data is in the cache of the CPU that reads it; requests are answered a little sooner.',
      verify: 'Compare requests a second, or "perf stat -e cache-misses", before and after under the same load.',
      notWhen: 'Programs do not stay on a CPU, or one thread reads for all connections.',
    },
  ];
}

/** Packets are steered, but not to the programs that read them. */
export const rfsMissing: Rule = {
  id: 'rfs-missing',
  layer: 'link',
  title: 'Packets are not steered to their programs',
  metrics: [STEERED, ID.sockets.tcp, ID.dev.rxPackets],
  tunables: [ENTRIES],
  about: {
    symptom: 'A busy server with receive packet steering spends much time on cache misses.',
    reasoning:
      'Steering wakes other CPUs more than 1,000 times a second over a minute (cleared at 100), there are 100 TCP sockets or more, and rps_sock_flow_entries or rps_flow_cnt of all queues is 0. A chance to try out, told with low confidence.',
    formula: 'rps_sock_flow_entries 32,768; rps_flow_cnt that divided by the queues',
    sources: ['Documentation/networking/scaling.rst (RFS: receive flow steering)'],
  },
  evaluate,
};
