'use client';
import { formatValue } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { memo, useMemo } from 'react';
import { DownIcon, UpIcon } from '../../components/icons.tsx';
import type { History } from '../history/useHistory.ts';
import { SparkChart } from '../stack/SparkChart.tsx';
import { peaksOf } from '../stack/spark.ts';
import styles from './Devices.module.css';
import { trafficBars } from './trafficBars.ts';

const OPTIONS = {};

interface DeviceTrafficProps {
  readonly device: string;
  readonly traffic: History;
  /** Which time it shows, in words. */
  readonly time: string;
}

/** What a device moved over the chosen time, receiving above sending; its peaks in figures. */
export const DeviceTraffic = memo(({ device, traffic: { series, window, trouble }, time }: DeviceTrafficProps) => {
  const t = useTranslations('interfaces.card');
  const bars = useMemo(() => trafficBars(series ?? [], device, window), [series, device, window]);
  const peaks = useMemo(() => peaksOf(bars), [bars]);
  if (series === undefined)
    return trouble === undefined ? <div className={`skeleton ${styles['traffic']}`} aria-hidden="true" /> : null;
  if (bars.length === 0) return <p className="text-faint">{t('noHistory')}</p>;
  return (
    <figure className={styles['history']}>
      <div className={styles['traffic']} aria-hidden="true">
        <SparkChart bars={bars} peaks={peaks} unit="bytes/s" options={OPTIONS} labels={[t('sent'), t('received')]} />
      </div>
      <figcaption className={styles['peaks']}>
        <span>
          <UpIcon className="size-2.5 text-up" />
          {t('peak', { rate: formatValue(peaks.up, 'bytes/s') })}
        </span>
        <span>
          <DownIcon className="size-2.5 text-down" />
          {t('peak', { rate: formatValue(peaks.down, 'bytes/s') })}
        </span>
        <span className="ml-auto">{time}</span>
      </figcaption>
    </figure>
  );
});
DeviceTraffic.displayName = 'DeviceTraffic';
