'use client';
import { describeMetric } from '@netstrata/metrics';
import { useMemo } from 'react';
import { useFormatOptions } from '../catalogue/useFormatOptions.ts';
import { useMetricWords } from '../catalogue/useMetricWords.ts';
import { HistoryChart } from '../history/HistoryChart.tsx';
import { DEV } from './deviceNumbers.ts';
import styles from './Interfaces.module.css';

const WAYS = [DEV.rxBytes, DEV.txBytes].map((id) => describeMetric(id));
/** Changes are marked; advice is not of one device. */
const NO_RULES: ReadonlySet<string> = new Set();

/** What a device moved over the time that is chosen, here as well as on top of the page. */
export const DeviceHistory = ({ hostId, device }: { readonly hostId: string; readonly device: string }) => {
  const words = useMetricWords();
  const options = useFormatOptions(hostId);
  const labels = useMemo(() => ({ device }), [device]);
  return (
    <div className={styles['charts']}>
      {WAYS.map((metric) => {
        const { title } = words(metric);
        return (
          <div key={metric.id} className="min-w-0">
            <p className="font-medium text-xs" aria-hidden="true">
              {title}
            </p>
            <HistoryChart
              hostId={hostId}
              metric={metric.id}
              title={title}
              labels={labels}
              options={options}
              rules={NO_RULES}
            />
          </div>
        );
      })}
    </div>
  );
};
