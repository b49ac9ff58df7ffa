'use client';
import { formatValue } from '@netstrata/metrics';
import type { LayerValue } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { Panel } from '../../components/Panel.tsx';
import { Select } from '../../components/Select.tsx';
import { useParam } from '../address/useParam.ts';
import { useHost } from '../connection/live.ts';
import { useRangeText } from '../time/useRangeText.ts';
import { useTimeRange } from '../time/useTimeRange.ts';
import styles from './Cpus.module.css';
import { CpuTable } from './CpuTable.tsx';
import { HeatMap } from './HeatMap.tsx';
import { peakOf } from './heat.ts';
import { IrqTable } from './IrqTable.tsx';
import { MEASURE_IDS, MEASURES } from './measures.ts';
import { PlacementLine } from './PlacementLine.tsx';
import { irqsOf } from './placement.ts';
import { useHeat } from './useHeat.ts';

const NO_VALUES: readonly LayerValue[] = [];

/** Packet work of each CPU: over time, now, and which interrupts lead to it. */
const CpusPanel = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('cpus');
  const values = useHost(hostId, (host) => host.layers['link']?.values) ?? NO_VALUES;
  const [askedMeasure, setMeasure] = useParam('cpus');
  const [range] = useTimeRange();
  const rangeText = useRangeText();
  const measure = MEASURE_IDS.find((id) => id === askedMeasure) ?? 'softirq';
  const wish = MEASURES[measure];
  const { heat, refusal } = useHeat(hostId, { metric: wish.metric, range });
  const highest = heat === undefined ? 0 : peakOf(heat);
  const isFull = 'full' in wish;
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
        <PlacementLine values={values} />
        {refusal !== undefined && (
          <p role="alert" className="pb-2 text-saturated-ink text-sm">
            {t('refused', { reason: refusal.message })}
          </p>
        )}
        {heat === undefined && refusal === undefined && (
          <div className="skeleton h-20" role="status" aria-label={t('waiting')} />
        )}
        {empty && <p className="py-3 text-faint text-sm">{t('none', { metric: wish.metric })}</p>}
        {heat !== undefined && !empty && (
          <HeatMap
            heat={heat}
            peak={isFull ? wish.full : highest}
            unit={wish.unit}
            label={t('map', {
              measure: t(`measures.${measure}`),
              cpus: heat.rows.length,
              range: rangeText(range),
              peak: formatValue(highest, wish.unit),
            })}
            scaleNote={highest === 0 ? t('calm') : t(isFull ? 'scaleFull' : 'scalePeak')}
          />
        )}
      </div>
      <section aria-label={t('table.title')} className="border-line border-t pb-2">
        <h3 className="px-4 pt-3 pb-1 font-semibold text-sm">{t('table.title')}</h3>
        <CpuTable values={values} heat={heat} unit={wish.unit} />
      </section>
      <section aria-label={t('irq.title')} className="border-line border-t pb-2">
        <h3 className="px-4 pt-3 font-semibold text-sm">{t('irq.title')}</h3>
        <p className="px-4 pb-1 text-pretty text-soft text-xs">{t('irq.about')}</p>
        {irqs.length === 0 ? <p className="px-4 py-1 text-faint text-sm">{t('irq.none')}</p> : <IrqTable irqs={irqs} />}
      </section>
    </Panel>
  );
};

export default CpusPanel;
