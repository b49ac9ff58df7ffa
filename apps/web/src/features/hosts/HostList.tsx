'use client';
import { LAYERS } from '@netstrata/metrics';
import type { HostSummary } from '@netstrata/protocol/types';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { cx } from '../../components/cx.ts';
import { useMay } from '../session/useSession.ts';
import { HostLines } from './HostLines.tsx';
import styles from './HostList.module.css';
import type { HostDensity } from './hostsQuery.ts';

const TagsDialog = dynamic(() => import('./TagsDialog.tsx'), { ssr: false });

const Head = () => {
  const t = useTranslations('hosts');
  const layers = useTranslations('layers.names');
  return (
    <div aria-hidden="true" className={styles['head']}>
      <span className={styles['name']}>{t('columns.host')}</span>
      <span className={styles['worst']}>{t('columns.state')}</span>
      <span className={styles['layers']}>
        {LAYERS.map((layer) => (
          <span key={layer}>{layers(layer)}</span>
        ))}
      </span>
      <span className={styles['figure']}>{t('columns.figure')}</span>
      <span className={styles['age']}>{t('columns.age')}</span>
    </div>
  );
};

interface HostListProps {
  /** In the order in which they are shown. */
  readonly hosts: readonly HostSummary[];
  readonly density?: HostDensity;
}

/** Hosts with a stack in small each; every one leads to its page. */
export const HostList = ({ hosts, density = 'table' }: HostListProps) => {
  const t = useTranslations('hosts');
  const { may } = useMay('operator');
  const [tagged, setTagged] = useState<HostSummary>();
  return (
    <div className={cx(styles['list'], density === 'table' && styles['table'])}>
      {density === 'table' && <Head />}
      <HostLines hosts={hosts} density={density} label={t('title')} onEdit={may ? setTagged : undefined} />
      {tagged !== undefined && <TagsDialog host={tagged} onClose={() => setTagged(undefined)} />}
    </div>
  );
};
