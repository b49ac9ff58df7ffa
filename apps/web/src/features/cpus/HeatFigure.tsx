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
  // What is not known is not nothing.
  const isCalm = highest === 0 && heat.rows.some(({ values }) => values.some((value) => value === 0));
  return (
    <HeatMap
      heat={heat}
      hasHint={hasHint}
      peak={isFull ? wish.full : highest}
      isCalm={isCalm}
      unit={wish.unit}
      label={t('map', {
        measure: t(`measures.${measure}`),
        cpus: heat.rows.length,
        range: rangeText(range),
        peak: formatValue(highest, wish.unit),
      })}
      scaleNote={isCalm ? t('calm') : t(isFull ? 'scaleFull' : 'scalePeak')}
    />
  );
};
