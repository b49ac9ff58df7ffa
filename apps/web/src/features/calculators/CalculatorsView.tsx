'use client';
import dynamic from 'next/dynamic';
import { StaleNotice } from '../connection/StaleNotice.tsx';

/** What computes and draws: loaded with the page, apart from what every page has. */
const Workbench = dynamic(() => import('./Workbench.tsx'), {
  ssr: false,
  loading: () => (
    <div className="grid gap-3 lg:grid-cols-[18rem_minmax(0,1fr)]">
      <div className="skeleton h-[70vh] rounded-xl max-lg:h-40" />
      <div className="skeleton h-96 rounded-xl" />
    </div>
  ),
});

/** What-ifs with the numbers of a host. */
export const CalculatorsView = ({ hostId }: { readonly hostId: string }) => (
  <div className="flex w-full min-w-0 flex-1 flex-col">
    <main id="page" className="flex flex-1 flex-col gap-3">
      <StaleNotice hostId={hostId} />
      <Workbench hostId={hostId} />
    </main>
  </div>
);
