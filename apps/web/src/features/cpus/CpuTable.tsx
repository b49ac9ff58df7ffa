'use client';
import { type DisplayUnit, formatRate, formatValue, UNKNOWN_TEXT, type Unit } from '@netstrata/metrics';
import type { LayerValue } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { clockMoment } from '../../components/clockTime.ts';
import { cx } from '../../components/cx.ts';
import { type DetailColumn, DetailTable } from '../details/DetailTable.tsx';
import { MetricButton } from '../details/MetricButton.tsx';
import { type Heat, summaryOf } from './heat.ts';

interface CpuRow {
  readonly cpu: string;
  readonly of: ReadonlyMap<string, LayerValue>;
  readonly mean: number | undefined;
  readonly highest: number | undefined;
  readonly highestMs: number | undefined;
}

/** What only some CPUs may report has a row as well. */
const rowsOf = (values: readonly LayerValue[], heat: Heat | undefined): readonly CpuRow[] => {
  const counted = values.filter(
    ({ labels, metric }) => labels['cpu'] !== undefined && !metric.includes('.interrupts.'),
  );
  const cpus = Map.groupBy(counted, ({ labels }) => labels['cpu'] ?? '');
  const summaries = new Map(heat?.rows.map((row) => [row.cpu, summaryOf(row, heat)]));
  return [...cpus]
    .map(([cpu, own]) => {
      const { mean, highest, highestMs } = summaries.get(cpu) ?? {};
      return { cpu, of: new Map(own.map((value) => [value.metric, value])), mean, highest, highestMs };
    })
    .toSorted((a, b) => Number(a.cpu) - Number(b.cpu));
};

interface Counter {
  readonly id: 'processed' | 'dropped' | 'timeSqueeze' | 'receivedRps' | 'flowLimit';
  readonly metric: string;
  readonly unit: Unit;
  readonly bad?: boolean;
}

/** In the order of the columns of /proc/net/softnet_stat. */
const SOFTNET: readonly Counter[] = [
  { id: 'processed', metric: 'link.softnet.processed', unit: 'packets' },
  { id: 'dropped', metric: 'link.softnet.dropped', unit: 'packets', bad: true },
  { id: 'timeSqueeze', metric: 'link.softnet.timeSqueeze', unit: 'events', bad: true },
  { id: 'receivedRps', metric: 'link.softnet.receivedRps', unit: 'events' },
  { id: 'flowLimit', metric: 'link.softnet.flowLimitCount', unit: 'packets', bad: true },
];

/** A second over all since boot, to the digit, as the kernel's file has it. */
const Counted = ({ value, unit, bad }: { readonly value: LayerValue | undefined } & Pick<Counter, 'unit' | 'bad'>) => (
  <>
    {value === undefined ? (
      UNKNOWN_TEXT
    ) : (
      <MetricButton
        metric={value.metric}
        of={value.labels}
        className={cx(bad === true && (value.perSecond ?? 0) > 0 && 'font-semibold text-saturated-ink')}
      >
        {formatRate(value.perSecond, unit)}
      </MetricButton>
    )}
    <span className="block text-2xs text-faint">{value?.value?.toLocaleString('en')}</span>
  </>
);

interface CpuTableProps {
  readonly values: readonly LayerValue[];
  readonly heat: Heat | undefined;
  /** What the map shows. */
  readonly unit: DisplayUnit;
}

/** Everything that is counted of each CPU: the numbers behind the map, and the newest of the others. */
export const CpuTable = ({ values, heat, unit }: CpuTableProps) => {
  const t = useTranslations('cpus.table');
  const rows = useMemo(() => rowsOf(values, heat), [values, heat]);
  const columns = useMemo((): readonly DetailColumn<CpuRow>[] => {
    const rate = (metric: string) => (row: CpuRow) => row.of.get(metric)?.perSecond ?? undefined;
    const softirq = rate('link.statCpu.softirqSeconds');
    const rx = rate('link.softirqs.netRx');
    const tx = rate('link.softirqs.netTx');
    const backlog = (row: CpuRow) => row.of.get('link.softnet.backlogLen')?.value ?? undefined;
    return [
      { id: 'cpu', title: t('cpu'), help: '', sortBy: ({ cpu }) => -Number(cpu), cell: ({ cpu }) => `CPU ${cpu}` },
      {
        id: 'mean',
        title: t('mean'),
        help: t('meanHelp'),
        numeric: true,
        sortBy: ({ mean }) => mean,
        cell: ({ mean }) => formatValue(mean, unit),
      },
      {
        id: 'highest',
        title: t('highest'),
        help: t('highestHelp'),
        numeric: true,
        sortBy: ({ highest }) => highest,
        cell: ({ highest, highestMs }) => (
          <>
            {formatValue(highest, unit)}
            <span className="block text-2xs text-faint">{highestMs !== undefined && clockMoment(highestMs)}</span>
          </>
        ),
      },
      {
        id: 'softirq',
        title: t('softirq'),
        help: t('softirqHelp'),
        numeric: true,
        sortBy: softirq,
        cell: (row) => formatValue(softirq(row), 'share'),
      },
      {
        id: 'rx',
        title: t('rx'),
        help: t('rxHelp'),
        numeric: true,
        sortBy: rx,
        cell: (row) => formatRate(rx(row), 'events'),
      },
      {
        id: 'tx',
        title: t('tx'),
        help: t('txHelp'),
        numeric: true,
        sortBy: tx,
        cell: (row) => formatRate(tx(row), 'events'),
      },
      ...SOFTNET.map(({ id, metric, unit: counted, bad }) => ({
        id,
        title: t(id),
        help: t(`${id}Help`),
        numeric: true,
        sortBy: rate(metric),
        cell: (row: CpuRow) => <Counted value={row.of.get(metric)} unit={counted} bad={bad ?? false} />,
      })),
      {
        id: 'backlog',
        title: t('backlog'),
        help: t('backlogHelp'),
        numeric: true,
        sortBy: backlog,
        cell: (row) => formatValue(backlog(row), 'packets'),
      },
    ];
  }, [t, unit]);
  return <DetailTable title={t('title')} columns={columns} rows={rows} keyOf={({ cpu }) => cpu} first={16} />;
};
