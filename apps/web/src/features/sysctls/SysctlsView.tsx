'use client';
import dynamic from 'next/dynamic';
import { StaleAware } from '../connection/StaleAware.tsx';
import { StaleNotice } from '../connection/StaleNotice.tsx';

/** The catalogue of settings and what shows it: loaded with the page, apart from what every page has. */
const Settings = dynamic(() => import('./Settings.tsx'), {
  ssr: false,
  loading: () => <div className="skeleton h-96" />,
});

/** Every setting of a host. */
export const SysctlsView = ({ hostId }: { readonly hostId: string }) => (
  <div className="flex w-full min-w-0 flex-1 flex-col">
    <main id="page" className="flex flex-1 flex-col gap-3">
      <StaleNotice hostId={hostId} />
      <StaleAware hostId={hostId} className="flex min-w-0 flex-1 flex-col gap-3">
        <Settings hostId={hostId} />
      </StaleAware>
    </main>
  </div>
);
