'use client';
import { formatValue } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import type { TimeRange } from '../time/timeRange.ts';
import { useRangeText } from '../time/useRangeText.ts';
import { HeatMap } from './HeatMap.tsx';
import { type Heat, peakOf } from './heat.ts';
import { MEASURES, type MeasureId } from './measures.ts';

interface HeatFigureProps {
  readonly heat: Heat;
  readonly measure: MeasureId;
  readonly range: TimeRange;
  readonly hasHint?: boolean;
}

/** The map of one measure, with where its scale ends. */
export const HeatFigure = ({ heat, measure, range, hasHint = true }: HeatFigureProps) => {
  const t = useTranslations('cpus');
  const rangeText = useRangeText();
  const wish = MEASURES[measure];
  const highest = peakOf(heat);
  const isFull = 'full' in wish;
  return (
    <HeatMap
      heat={heat}
      hasHint={hasHint}
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
  );
};
