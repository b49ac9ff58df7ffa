'use client';
import dynamic from 'next/dynamic';
import { useCallback } from 'react';
import { useParam } from '../address/useParam.ts';
import { StaleAware } from '../connection/StaleAware.tsx';
import { StaleNotice } from '../connection/StaleNotice.tsx';
import { ListenersPanel } from '../listeners/ListenersPanel.tsx';
import { NowNotice } from '../time/NowNotice.tsx';

const ProcessesPanel = dynamic(() => import('./ProcessesPanel.tsx'), {
  ssr: false,
  // A table that is longer than a screen: what comes below it is not to be seen first and then pushed away.
  loading: () => <div className="skeleton h-screen" />,
});
const ChurnPanel = dynamic(() => import('../churn/ChurnPanel.tsx'), {
  ssr: false,
  loading: () => <div className="skeleton h-64" />,
});
const ProcessSheet = dynamic(() => import('./ProcessSheet.tsx'), { ssr: false });

const FRAME = 'min-w-0 overflow-hidden rounded-xl border border-line bg-surface [--edge:1rem]';
/** One below the other; on a wall-sized screen listeners and connections stand beside the processes. */
const COLUMNS =
  'grid flex-1 content-start items-start gap-3 grid-cols-1 min-[150rem]:grid-cols-2 min-[150rem]:grid-rows-[auto_1fr]';
const SECOND = 'min-[150rem]:col-start-2 min-[150rem]:row-span-2 min-[150rem]:row-start-1';

/** The application layer of one host: who listens, who holds the sockets, and which connections come and go. */
export const ProcessesView = ({ hostId }: { readonly hostId: string }) => {
  const [opened, setOpened] = useParam('pid');
  const open = useCallback((pid: number) => setOpened(String(pid)), [setOpened]);
  const pid = /^\d{1,9}$/.test(opened ?? '') ? Number(opened) : undefined;
  return (
    <div className="flex w-full min-w-0 flex-1 flex-col">
      <main id="page" className="flex flex-1 flex-col gap-3">
        <StaleNotice hostId={hostId} />
        <NowNotice page="processes" />
        <StaleAware hostId={hostId} className={COLUMNS}>
          <ListenersPanel hostId={hostId} onProcess={open} />
          <div className={`${FRAME} ${SECOND}`}>
            <ProcessesPanel hostId={hostId} onOpen={open} />
          </div>
          <div className={FRAME}>
            <ChurnPanel hostId={hostId} />
          </div>
        </StaleAware>
      </main>
      {pid !== undefined && <ProcessSheet key={pid} hostId={hostId} pid={pid} onClose={() => setOpened(undefined)} />}
    </div>
  );
};
