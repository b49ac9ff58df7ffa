'use client';
import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import { useHost, useLive, useView } from '../connection/live.ts';
import { StaleAware } from '../connection/StaleAware.tsx';
import { StaleNotice } from '../connection/StaleNotice.tsx';
import { viewKey } from '../connection/state.ts';
import { NowNotice } from '../time/NowNotice.tsx';

/** With the texts of everything that is counted. */
const DevicesPanel = dynamic(() => import('./DevicesPanel.tsx'), {
  ssr: false,
  loading: () => <div className="skeleton h-64" />,
});
const CpusPanel = dynamic(() => import('../cpus/CpusPanel.tsx'), {
  ssr: false,
  loading: () => <div className="skeleton h-64" />,
});
const NoSamples = dynamic(() => import('../hosts/NoSamples.tsx'), { ssr: false });

/** One below the other; on a wall-sized screen the CPUs stand beside the devices. */
const COLUMNS =
  'grid flex-1 content-start items-start gap-3 grid-cols-1 min-[150rem]:grid-cols-2 min-[150rem]:content-stretch min-[150rem]:items-stretch';

/** The link layer of one host: its network devices, and the CPUs that do the packet work. */
export const InterfacesView = ({ hostId }: { readonly hostId: string }) => {
  const view = useMemo(() => ({ view: 'layer', hostId, layer: 'link' }) as const, [hostId]);
  useView(view);
  const refused = useLive((state) => state.refused[viewKey(view)]);
  const hasValues = useHost(hostId, (host) => host.layers['link'] !== undefined);
  return (
    <div className="flex w-full min-w-0 flex-1 flex-col">
      <main id="page" className="flex flex-1 flex-col gap-3">
        <StaleNotice hostId={hostId} />
        <NowNotice page="interfaces" />
        {!hasValues && refused !== undefined ? (
          <NoSamples hostId={hostId} message={refused.message} />
        ) : (
          <StaleAware hostId={hostId} className={COLUMNS}>
            <DevicesPanel hostId={hostId} />
            <CpusPanel hostId={hostId} />
          </StaleAware>
        )}
      </main>
    </div>
  );
};
