'use client';
import type { LayerValue } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { Panel } from '../../components/Panel.tsx';
import { Select } from '../../components/Select.tsx';
import { useWallSized } from '../../components/useWallSized.ts';
import { useParam } from '../address/useParam.ts';
import { useHost } from '../connection/live.ts';
import { useTimeRange } from '../time/useTimeRange.ts';
import styles from './Cpus.module.css';
import { CpuTable } from './CpuTable.tsx';
import { HeatFigure } from './HeatFigure.tsx';
import { IrqTable } from './IrqTable.tsx';
import { MoreHeat } from './MoreHeat.tsx';
import { MEASURE_IDS, MEASURES, type MeasureId } from './measures.ts';
import { PlacementLine } from './PlacementLine.tsx';
import { irqsOf } from './placement.ts';
import { useHeat } from './useHeat.ts';

const NO_VALUES: readonly LayerValue[] = [];
/** Of so few a wall-sized screen shows several measures at once. */
const FEW_CPUS = 24;
const AT_ONCE: readonly MeasureId[] = ['softirq', 'processed', 'timeSqueeze', 'dropped'];

/** Packet work of each CPU: over time, now, and which interrupts lead to it. */
const CpusPanel = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('cpus');
  const known = useHost(hostId, (host) => host.layers['link']?.values);
  const values = known ?? NO_VALUES;
  const [askedMeasure, setMeasure] = useParam('cpus');
  const [range] = useTimeRange();
  const measure = MEASURE_IDS.find((id) => id === askedMeasure) ?? 'softirq';
  const wish = MEASURES[measure];
  const { heat, refusal } = useHeat(hostId, { metric: wish.metric, range });
  const hasRoom = useWallSized() && heat !== undefined && heat.rows.length > 0 && heat.rows.length <= FEW_CPUS;
  const irqs = useMemo(() => irqsOf(values), [values]);
  const empty = heat !== undefined && heat.rows.length === 0;
  return (
    <Panel
      id="cpus"
      className={styles['panel'] ?? ''}
      title={t('title')}
      aside={
        <span className="ml-auto flex flex-wrap gap-2">
          <Select
            quiet
            label={t('measure')}
            value={measure}
            onChange={({ target }) => setMeasure(target.value === 'softirq' ? undefined : target.value)}
            options={MEASURE_IDS.map((id) => ({ value: id, text: t(`measures.${id}`) }))}
          />
        </span>
      }
    >
      <div className="px-4 py-3">
        <p className="text-pretty text-soft text-xs">{t('about')}</p>
        {known === undefined ? <div className="skeleton my-2 h-4" /> : <PlacementLine values={values} />}
        {refusal !== undefined && (
          <p role="alert" className="pb-2 text-saturated-ink text-sm">
            {t('refused', { reason: refusal.message })}
          </p>
        )}
        {heat === undefined && refusal === undefined && (
          <div className="skeleton h-20" role="status" aria-label={t('waiting')} />
        )}
        {empty && <p className="py-3 text-faint text-sm">{t('none', { metric: wish.metric })}</p>}
        {heat !== undefined && !empty && <HeatFigure heat={heat} measure={measure} range={range} />}
        {hasRoom &&
          AT_ONCE.filter((id) => id !== measure).map((id) => (
            <MoreHeat key={id} hostId={hostId} measure={id} range={range} />
          ))}
      </div>
      <section aria-label={t('table.title')} className="border-line border-t pb-2">
        <h3 className="px-4 pt-3 pb-1 font-semibold text-sm">{t('table.title')}</h3>
        <CpuTable values={values} heat={heat} unit={wish.unit} />
      </section>
      <section aria-label={t('irq.title')} className="border-line border-t pb-2">
        <h3 className="px-4 pt-3 font-semibold text-sm">{t('irq.title')}</h3>
        <p className="px-4 pb-1 text-pretty text-soft text-xs">{t('irq.about')}</p>
        {irqs.length > 0 ? (
          <IrqTable irqs={irqs} />
        ) : (
          <p className="min-h-7 px-4 py-1 text-faint text-sm">{known !== undefined && t('irq.none')}</p>
        )}
      </section>
    </Panel>
  );
};

export default CpusPanel;
