'use client';
import { formatValue, type NetworkReport } from '@netstrata/metrics';
import { useDetails } from '../connection/live.ts';
import { DetailSection } from '../details/DetailSection.tsx';
import { DevicesTable } from './DevicesTable.tsx';
import { NeighboursTable } from './NeighboursTable.tsx';
import { RoutesTable } from './RoutesTable.tsx';
import { NETWORK_TEXT } from './text.ts';

const { routes: ROUTES, neighbours: NEIGHBOURS, devices: DEVICES } = NETWORK_TEXT;

const Empty = ({ children }: { readonly children: string }) => (
  <p className="px-5 py-2 text-faint text-sm">{children}</p>
);

const dropsOf = ({ reversePathDrops }: NetworkReport) =>
  reversePathDrops === undefined ? DEVICES.unknownDrops : DEVICES.dropped(formatValue(reversePathDrops, 'packets'));

/** Where packets go, who does not answer on the way, and which addresses this host has. */
const NetworkPanel = ({ hostId }: { readonly hostId: string }) => {
  const answer = useDetails(hostId, 'network');
  return (
    <>
      <DetailSection
        title={ROUTES.title}
        about={ROUTES.about}
        answer={answer}
        aside={({ routes, routeCount }) => ROUTES.count(routes.length, routeCount)}
      >
        {({ routes }) => (routes.length === 0 ? <Empty>{ROUTES.none}</Empty> : <RoutesTable routes={routes} />)}
      </DetailSection>
      <DetailSection
        title={NEIGHBOURS.title}
        about={NEIGHBOURS.about}
        answer={answer}
        aside={({ neighbours, neighbourCount }) => ROUTES.count(neighbours.length, neighbourCount)}
      >
        {({ neighbours }) =>
          neighbours.length === 0 ? <Empty>{NEIGHBOURS.none}</Empty> : <NeighboursTable neighbours={neighbours} />
        }
      </DetailSection>
      <DetailSection title={DEVICES.title} about={DEVICES.about} answer={answer} aside={dropsOf}>
        {({ devices }) => <DevicesTable devices={devices} />}
      </DetailSection>
    </>
  );
};

export default NetworkPanel;
