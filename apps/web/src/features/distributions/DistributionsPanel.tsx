'use client';
import { formatValue } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useDetails } from '../connection/live.ts';
import { DetailSection } from '../details/DetailSection.tsx';
import { DistributionFigure } from './DistributionFigure.tsx';
import styles from './Distributions.module.css';

/** Round trip times, windows, loss and speed over all connections: one picture each. */
const DistributionsPanel = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('distributions');
  return (
    <DetailSection
      title={t('title')}
      about={t('about')}
      answer={useDetails(hostId, 'distributions')}
      aside={({ established }) => t('established', { count: formatValue(established, 'count') })}
    >
      {({ established, distributions }) =>
        established === 0 ? (
          <p className="px-5 py-2 text-faint text-sm">{t('none')}</p>
        ) : (
          <div className={styles['list']}>
            {distributions.map((distribution) => (
              <DistributionFigure key={distribution.of} distribution={distribution} established={established} />
            ))}
          </div>
        )
      }
    </DetailSection>
  );
};

export default DistributionsPanel;
