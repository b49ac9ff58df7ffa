'use client';
import dynamic from 'next/dynamic';
import { StaleAware } from '../connection/StaleAware.tsx';
import { StaleNotice } from '../connection/StaleNotice.tsx';

/** The catalogues of metrics and tools: loaded with the page, apart from what every page has. */
const TwoWays = dynamic(() => import('./TwoWays.tsx'), {
  ssr: false,
  loading: () => (
    <div className="grid gap-3 lg:grid-cols-[24rem_minmax(0,1fr)]">
      <div className="skeleton h-[70vh] rounded-xl max-lg:h-40" />
      <div className="skeleton h-96 rounded-xl" />
    </div>
  ),
});

/** The metrics of a host, and the tools that would show them. */
export const MetricsView = ({ hostId }: { readonly hostId: string }) => (
  <div className="flex w-full min-w-0 flex-1 flex-col">
    <main id="page" className="flex flex-1 flex-col gap-3">
      <StaleNotice hostId={hostId} />
      <StaleAware hostId={hostId} className="flex min-w-0 flex-1 flex-col">
        <TwoWays hostId={hostId} />
      </StaleAware>
    </main>
  </div>
);
