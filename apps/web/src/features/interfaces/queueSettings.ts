import { formatValue, type InterfaceDetails } from '@netstrata/metrics';
import { cpuList } from './cpuList.ts';
import { orUndefined, type Setting } from './setting.ts';
import type { InterfaceWords } from './words.ts';

const numberOf = (queue: string): number => Number(/\d+$/.exec(queue)?.[0] ?? 0);

interface QueueLines {
  readonly what: string;
  readonly count: number;
  readonly values: readonly (readonly [queue: string, value: string | undefined])[];
  /** The setting of the catalogue that each of them is. */
  readonly tunable?: string;
}

/** Queues whose values are the same are told together: `all 8 queues`, `rx-0 to rx-3`. An only queue needs no name. */
function byValue(t: InterfaceWords, { what, count, values, tunable }: QueueLines): Setting[] {
  const groups: { value: string; names: string[] }[] = [];
  for (const [queue, value] of values) {
    if (value === undefined) continue;
    const before = groups.at(-1);
    if (before?.value === value) before.names.push(queue);
    else groups.push({ value, names: [queue] });
  }
  return groups.map(({ value, names }) => {
    const [first = ''] = names;
    const last = names.at(-1) ?? first;
    const which =
      names.length === count ? t('queues.all', { count }) : first === last ? first : t('queues.range', { first, last });
    return {
      name: count === 1 ? what : t('queues.named', { what, queue: which }),
      value,
      ...(tunable !== undefined && { change: { tunable, queues: names.map(numberOf) } }),
    };
  });
}

const cpus = (t: InterfaceWords, mask: string | undefined) => {
  if (mask === undefined) return undefined;
  const list = cpuList(mask);
  return list === '' ? t('queues.off') : t('queues.cpus', { list });
};

export function receiveOf(t: InterfaceWords, { queues }: InterfaceDetails): readonly Setting[] | undefined {
  if (queues === undefined) return undefined;
  const { rx, rxCount: count } = queues;
  const flows = ({ rpsFlowCnt }: (typeof rx)[number]) =>
    rpsFlowCnt === undefined
      ? undefined
      : rpsFlowCnt === 0
        ? t('queues.off')
        : t('queues.flows', { count: String(rpsFlowCnt) });
  return orUndefined([
    ...byValue(t, {
      what: t('setting.rps'),
      count,
      tunable: 'sysfs.rps_cpus',
      values: rx.map((queue) => [queue.queue, cpus(t, queue.rpsCpus)]),
    }),
    ...byValue(t, {
      what: t('setting.rfs'),
      count,
      tunable: 'sysfs.rps_flow_cnt',
      values: rx.map((queue) => [queue.queue, flows(queue)]),
    }),
  ]);
}

export function transmitOf(t: InterfaceWords, { queues }: InterfaceDetails): readonly Setting[] | undefined {
  if (queues === undefined) return undefined;
  const { tx, txCount: count } = queues;
  const rate = (mbit: number | undefined) =>
    mbit === undefined || mbit === 0 ? undefined : formatValue(mbit, 'mbit/s');
  const limit = ({ bql }: (typeof tx)[number]) => {
    if (bql?.limitBytes === undefined) return t('queues.bqlNone');
    if (bql.limitBytes === 0) return t('queues.bqlUnused');
    return t('queues.bql', {
      inflight: formatValue(bql.inflightBytes, 'bytes'),
      limit: formatValue(bql.limitBytes, 'bytes'),
    });
  };
  return orUndefined([
    ...byValue(t, {
      what: t('setting.xpsCpus'),
      count,
      tunable: 'sysfs.xps_cpus',
      values: tx.map((queue) => [queue.queue, cpus(t, queue.xpsCpus)]),
    }),
    ...byValue(t, {
      what: t('setting.xpsRxqs'),
      count,
      values: tx.map(({ queue, xpsRxqs }) => [queue, rxqs(xpsRxqs)]),
    }),
    ...byValue(t, {
      what: t('setting.maxRate'),
      count,
      values: tx.map(({ queue, maxRateMbit }) => [queue, rate(maxRateMbit)]),
    }),
    ...byValue(t, { what: t('setting.bql'), count, values: tx.map((queue) => [queue.queue, limit(queue)]) }),
    ...byValue(t, {
      what: t('setting.timeouts'),
      count,
      values: tx.map(({ queue, timeouts }) => [queue, timeouts ? String(timeouts) : undefined]),
    }),
  ]);
}

/** The same form of mask, in which bits are receive queues. Off is the rule and not worth a line. */
function rxqs(mask: string | undefined): string | undefined {
  const list = mask === undefined ? '' : cpuList(mask);
  return list === '' ? undefined : `rx-${list}`;
}
