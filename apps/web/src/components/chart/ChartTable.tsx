import { type DisplayUnit, type FormatOptions, formatValue } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { clockMoment } from '../clockTime.ts';
import { ChevronIcon } from '../icons.tsx';
import { tableRows } from './chartRows.ts';
import type { ChartSeries } from './types.ts';

const MOST_ROWS = 24;

interface ChartTableProps {
  readonly title: string;
  readonly series: readonly ChartSeries[];
  readonly unit: DisplayUnit;
  readonly options: FormatOptions;
}

/** The numbers behind a chart, for those who do not see it or want to copy them. */
export const ChartTable = ({ title, series, unit, options }: ChartTableProps) => {
  const t = useTranslations('chart');
  const [open, setOpen] = useState(false);
  return (
    <details className="group mt-1" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="inline-flex min-h-6 cursor-pointer list-none items-center gap-1 rounded text-faint text-xs hover:text-ink">
        <ChevronIcon className="size-2.5 transition-transform group-open:rotate-90" />
        {t('table')}
      </summary>
      {open &&
        series.map(({ id, name, points }) => (
          <table key={id} className="mt-1 w-full max-w-xl text-xs tabular-nums">
            <caption className="text-left text-soft">{name === '' ? title : t('caption', { title, name })}</caption>
            <thead className="text-faint">
              <tr>
                <th scope="col" className="text-left font-normal">
                  {t('time')}
                </th>
                <th scope="col" className="text-right font-normal">
                  {t('mean')}
                </th>
                <th scope="col" className="text-right font-normal">
                  {t('lowest')}
                </th>
                <th scope="col" className="text-right font-normal">
                  {t('highestValue')}
                </th>
              </tr>
            </thead>
            <tbody>
              {tableRows(points, MOST_ROWS).map(({ timeMs, value, low, high }) => (
                <tr key={timeMs} className="border-line border-t">
                  <th scope="row" className="py-0.5 text-left font-normal text-soft">
                    {clockMoment(timeMs)}
                  </th>
                  <td className="text-right">{formatValue(value, unit, options)}</td>
                  <td className="text-right">{formatValue(low, unit, options)}</td>
                  <td className="text-right">{formatValue(high, unit, options)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ))}
    </details>
  );
};
