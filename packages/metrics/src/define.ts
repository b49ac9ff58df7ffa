import type { CounterList, CounterTable } from '@netstrata/kernel/types';
import { measureOf, sockstatMeasureOf, splitSnmp6, subjectOf } from './naming.ts';
import type { Layer, Metric, SourceId, SourceRows, Unit } from './types.ts';

/** The sources whose rows are group -> counter -> value. */
export type TableSource = 'net/snmp' | 'net/netstat' | 'net/sockstat' | 'net/sockstat6';
export type ListSource = 'net/snmp6';

/** What a person writes about one counter; the id, the pick and the nstat command follow from its kernel name. */
export interface CounterText {
  readonly help: string;
  readonly unit: Unit;
  /** Left out where the kernel's own spelling says it best. */
  readonly title?: string;
  /** Left out for counters, which most are. */
  readonly kind?: Metric['kind'];
  readonly exact?: true;
  readonly trouble?: true;
  readonly fills?: string;
  readonly sysctls?: readonly string[];
  /** Instead of nstat, which leaves out what the file prints but is no counter. */
  readonly command?: string;
  /** Commands besides that one. */
  readonly commands?: readonly string[];
}

/** What a person writes about one field of a typed row. */
export interface FieldText extends Omit<CounterText, 'command' | 'commands'> {
  readonly kernelName: string;
  readonly commands: readonly string[];
}

/** Own numbers only: a header may name anything, `constructor` included. */
function numberAt(row: Readonly<Record<string, unknown>> | undefined, name: string): number | undefined {
  const value = row !== undefined && Object.hasOwn(row, name) ? row[name] : undefined;
  return typeof value === 'number' ? value : undefined;
}

/** One counter of a table file: `tableMetric('transport', 'net/snmp', 'Tcp', 'RetransSegs', …)`. */
export function tableMetric<S extends TableSource>(
  place: { readonly layer: Layer; readonly source: S; readonly group: string },
  kernelName: string,
  text: CounterText,
): Metric<S> {
  const { layer, source, group } = place;
  const isSockstat = source === 'net/sockstat' || source === 'net/sockstat6';
  const subject = isSockstat ? source.slice('net/'.length) : subjectOf(group);
  const measure = isSockstat ? sockstatMeasureOf(group, kernelName) : measureOf(kernelName);
  const command = isSockstat ? `grep ^${group}: /proc/${source}` : `nstat -az ${group}${kernelName}`;
  const pick = (row: CounterTable): number | undefined =>
    Object.hasOwn(row, group) ? numberAt(row[group], kernelName) : undefined;
  return { ...described(text, kernelName, command), id: `${layer}.${subject}.${measure}`, layer, source, pick };
}

/** One counter of /proc/net/snmp6, by its whole name there: `Udp6RcvbufErrors`. */
export function listMetric(layer: Layer, kernelName: string, text: CounterText): Metric<ListSource> {
  const { group, name } = splitSnmp6(kernelName);
  const id = `${layer}.${subjectOf(group)}.${measureOf(name)}`;
  const pick = (row: CounterList): number | undefined => numberAt(row, kernelName);
  return { ...described(text, kernelName, `nstat -az ${kernelName}`), id, layer, source: 'net/snmp6', pick };
}

function described(text: CounterText, kernelName: string, usual: string) {
  const { command = usual, commands = [], kind = 'counter', title = kernelName, ...rest } = text;
  return { ...rest, kernelName, kind, title, labels: [], commands: [command, ...commands] };
}

/** Every counter of one group that belongs to one layer. */
export function tableMetrics<S extends TableSource>(
  place: { readonly layer: Layer; readonly source: S; readonly group: string },
  texts: Readonly<Record<string, CounterText>>,
): readonly Metric<S>[] {
  return Object.entries(texts).map(([kernelName, text]) => tableMetric(place, kernelName, text));
}

/** Counters of one snmp6 prefix that belong to one layer; keys without the prefix. */
export function listMetrics(
  place: { readonly layer: Layer; readonly prefix: string },
  texts: Readonly<Record<string, CounterText>>,
): readonly Metric<ListSource>[] {
  return Object.entries(texts).map(([name, text]) => listMetric(place.layer, place.prefix + name, text));
}

/** Keys of a row that hold numbers, the only ones a metric can be made of. */
type NumberField<S extends SourceId> = {
  [K in keyof SourceRows[S]]-?: SourceRows[S][K] extends number | undefined ? K : never;
}[keyof SourceRows[S]] &
  string;

/** Fields of a typed row under one subject: measure -> field text, the measure being the row's field unless `field` says otherwise. */
export function rowMetrics<S extends SourceId>(
  place: { readonly layer: Layer; readonly source: S; readonly subject: string; readonly labels?: readonly string[] },
  texts: Readonly<Record<string, FieldText & { readonly field: NumberField<S> }>>,
): readonly Metric<S>[] {
  const { layer, source, subject, labels = [] } = place;
  return Object.entries(texts).map(([measure, { field, kind = 'counter', title = measure, ...text }]) => ({
    ...text,
    id: `${layer}.${subject}.${measure}`,
    layer,
    source,
    kind,
    title,
    labels,
    pick: (row: SourceRows[S]): number | undefined => row[field] as number | undefined,
  }));
}
