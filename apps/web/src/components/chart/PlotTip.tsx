import { useTranslations } from 'next-intl';
import { clockDay } from '../clockTime.ts';
import styles from './Chart.module.css';
import type { ChartRow } from './chartRows.ts';
import type { ChartSeries } from './types.ts';

interface PlotTipProps {
  readonly row: ChartRow | undefined;
  readonly series: readonly ChartSeries[];
  readonly colors: ReadonlyMap<string, string>;
  readonly show: (value: number) => string;
  /** Whether a stretch can be drawn over the chart. */
  readonly canZoom: boolean;
}

/** What was measured at the moment under the pointer. */
export const PlotTip = ({ row, series, colors, show, canZoom }: PlotTipProps) => {
  const t = useTranslations('chart');
  if (row === undefined) return null;
  const isKnown = series.some(({ id }) => typeof row.values[id] === 'number');
  return (
    <div className="rounded-md border border-line-strong bg-raised px-2.5 py-1.5 text-xs tabular-nums shadow-lg">
      <div className="text-faint">{clockDay(row.timeMs)}</div>
      {series.map(({ id, name }) => {
        const value = row.values[id];
        const band = row.bands[id];
        if (value === undefined || value === null) return null;
        return (
          <div
            key={id}
            className="flex items-center gap-1.5"
            style={{ '--color': colors.get(id) } as React.CSSProperties}
          >
            <span className={styles['swatch']} />
            {name !== '' && <span className="text-soft">{name}</span>}
            <span className="font-medium">{show(value)}</span>
            {band !== undefined && band !== null && band[0] !== band[1] && (
              <span className="text-faint">
                {show(band[0])} – {show(band[1])}
              </span>
            )}
          </div>
        );
      })}
      {!isKnown && <div>{t('notKnown')}</div>}
      {canZoom && <div className="mt-0.5 text-faint">{t('drag')}</div>}
    </div>
  );
};
