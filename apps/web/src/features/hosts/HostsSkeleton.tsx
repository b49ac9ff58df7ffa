'use client';
import { LAYERS } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import styles from './HostList.module.css';

/** In the place of hosts that are on their way. */
export const HostsSkeleton = () => {
  const t = useTranslations('hosts');
  return (
    <ul aria-label={t('loading')} aria-busy="true" className={styles['table']}>
      {LAYERS.map((layer) => (
        <li key={layer} className="border-line border-b px-4 py-2.5 last:border-b-0">
          <div className="skeleton h-10 w-full" />
        </li>
      ))}
    </ul>
  );
};
