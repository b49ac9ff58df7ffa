import { type FormatOptions, formatRate, formatValue, type Labels, type MetricDescription } from '@netstrata/metrics';
import type { LayerValue } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useListed } from '../../locale/useListed.ts';
import { nameOf } from '../history/storedBands.ts';

const exact = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

interface SeriesNowProps {
  readonly metric: MetricDescription;
  readonly series: readonly LayerValue[];
  readonly options: FormatOptions;
  /** Shows one of several alone. */
  readonly onOnly: (labels: Labels) => void;
}

/** Each series of a metric as the kernel has it now, to the digit. */
export const SeriesNow = ({ metric, series, options, onOnly }: SeriesNowProps) => {
  const t = useTranslations('metric');
  const whole = useTranslations('metrics');
  const listed = useListed();
  const isCounter = metric.kind === 'counter';
  return (
    <table className="w-full text-xs tabular-nums">
      <thead className="text-faint">
        <tr>
          <th scope="col" className="text-left font-normal">
            {listed(metric.labels) || whole('series')}
          </th>
          <th scope="col" className="text-right font-normal">
            {t('now')}
          </th>
          <th scope="col" className="text-right font-normal">
            {t('raw')}
          </th>
          {isCounter && (
            <th scope="col" className="text-right font-normal">
              {t('rate')}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {series.map((each) => {
          const name = nameOf(each);
          const { labels, value, perSecond } = each;
          return (
            <tr key={name} className="border-line border-t">
              <th scope="row" className="py-1 pr-3 text-left font-normal text-soft">
                {series.length > 1 ? (
                  <button
                    type="button"
                    onClick={() => onOnly(labels)}
                    className="-my-1 rounded py-1 text-left text-accent hover:underline"
                  >
                    {name}
                  </button>
                ) : (
                  name || whole('host')
                )}
              </th>
              <td className="py-1 text-right">{formatValue(value, metric.unit, options)}</td>
              <td className="py-1 text-right font-mono" data-exact>
                {value === null ? formatValue(null, metric.unit) : exact.format(value)}
              </td>
              {isCounter && (
                <td className="py-1 text-right">
                  {perSecond === null ? t('noRate') : formatRate(perSecond, metric.unit, options)}
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};
