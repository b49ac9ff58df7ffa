'use client';
import { useTranslations } from 'next-intl';
import type { TimeRange } from '../time/timeRange.ts';
import { HeatFigure } from './HeatFigure.tsx';
import { MEASURES, type MeasureId } from './measures.ts';
import { useHeat } from './useHeat.ts';

interface MoreHeatProps {
  readonly hostId: string;
  readonly measure: MeasureId;
  readonly range: TimeRange;
}

/** One more measure, where the screen has room for it. */
export const MoreHeat = ({ hostId, measure, range }: MoreHeatProps) => {
  const t = useTranslations('cpus');
  const { heat } = useHeat(hostId, { metric: MEASURES[measure].metric, range });
  if (heat === undefined || heat.rows.length === 0) return null;
  return (
    <section aria-label={t(`measures.${measure}`)} className="pt-3">
      <h3 className="pb-1 font-semibold text-sm">{t(`measures.${measure}`)}</h3>
      <HeatFigure heat={heat} measure={measure} range={range} hasHint={false} />
    </section>
  );
};
