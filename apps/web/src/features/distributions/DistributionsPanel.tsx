'use client';
import { formatValue } from '@netstrata/metrics';
import { useDetails } from '../connection/live.ts';
import { DetailSection } from '../details/DetailSection.tsx';
import { DistributionFigure } from './DistributionFigure.tsx';
import styles from './Distributions.module.css';
import { DISTRIBUTIONS_TEXT } from './text.ts';

/** Round trip times, windows, loss and speed over all connections: one picture each. */
const DistributionsPanel = ({ hostId }: { readonly hostId: string }) => (
  <DetailSection
    title={DISTRIBUTIONS_TEXT.title}
    about={DISTRIBUTIONS_TEXT.about}
    answer={useDetails(hostId, 'distributions')}
    aside={({ established }) => DISTRIBUTIONS_TEXT.established(formatValue(established, 'count'))}
  >
    {({ established, distributions }) =>
      established === 0 ? (
        <p className="px-5 py-2 text-faint text-sm">{DISTRIBUTIONS_TEXT.none}</p>
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

export default DistributionsPanel;
