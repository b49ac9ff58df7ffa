'use client';
import { formatValue, type NetworkReport } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useDetails } from '../connection/live.ts';
import { DetailSection } from '../details/DetailSection.tsx';
import { DevicesTable } from './DevicesTable.tsx';
import { NeighboursTable } from './NeighboursTable.tsx';
import { RoutesTable } from './RoutesTable.tsx';

const Empty = ({ children }: { readonly children: string }) => (
  <p className="px-5 py-2 text-faint text-sm">{children}</p>
);

/** Where packets go, who does not answer on the way, and which addresses this host has. */
const NetworkPanel = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('network');
  const answer = useDetails(hostId, 'network');
  const countOf = (shown: number, count: number) =>
    shown === count ? t('count', { count: String(count) }) : t('countOf', { shown, count });
  const dropsOf = ({ reversePathDrops }: NetworkReport) =>
    reversePathDrops === undefined
      ? t('devices.unknownDrops')
      : t('devices.dropped', { count: formatValue(reversePathDrops, 'packets') });
  return (
    <>
      <DetailSection
        title={t('routes.title')}
        about={t('routes.about')}
        answer={answer}
        aside={({ routes, routeCount }) => countOf(routes.length, routeCount)}
      >
        {({ routes }) => (routes.length === 0 ? <Empty>{t('routes.none')}</Empty> : <RoutesTable routes={routes} />)}
      </DetailSection>
      <DetailSection
        title={t('neighbours.title')}
        about={t('neighbours.about')}
        answer={answer}
        aside={({ neighbours, neighbourCount }) => countOf(neighbours.length, neighbourCount)}
      >
        {({ neighbours }) =>
          neighbours.length === 0 ? <Empty>{t('neighbours.none')}</Empty> : <NeighboursTable neighbours={neighbours} />
        }
      </DetailSection>
      <DetailSection title={t('devices.title')} about={t('devices.about')} answer={answer} aside={dropsOf}>
        {({ devices }) => <DevicesTable devices={devices} />}
      </DetailSection>
    </>
  );
};

export default NetworkPanel;
