'use client';
import type { Labels } from '@netstrata/metrics';
import dynamic from 'next/dynamic';
import { useCallback, useMemo, useState } from 'react';
import type { SocketTab } from '../address/address.ts';
import { useAddress } from '../address/useAddress.ts';
import { AdviceLink } from '../advice/AdviceLink.tsx';
import { AdvicePanel } from '../advice/AdvicePanel.tsx';
import { useFormatOptions } from '../catalogue/useFormatOptions.ts';
import { useFreshness, useHost, useLive, useView } from '../connection/live.ts';
import { StaleAware } from '../connection/StaleAware.tsx';
import { StaleNotice } from '../connection/StaleNotice.tsx';
import { viewKey } from '../connection/state.ts';
import { SocketsPanel } from '../sockets/SocketsPanel.tsx';
import { HostStack } from './HostStack.tsx';
import { HostVerdict } from './HostVerdict.tsx';
import type { OpenLayer } from './LayerRow.tsx';
import { Missing } from './Missing.tsx';
import { nothingStored } from './nothingStored.ts';
import { PastContext } from './PastContext.ts';
import { PastNotice } from './PastNotice.tsx';
import { StackSkeleton } from './StackSkeleton.tsx';
import styles from './StackView.module.css';
import { usePast } from './usePast.ts';
import { VerdictSkeleton } from './Verdict.tsx';

/** The dialog and the texts of all metrics: loaded when the first layer is opened. */
const LayerSheet = dynamic(() => import('../layer/LayerSheet.tsx'), { ssr: false });
/** One socket with the texts of all that is known of it. */
const SocketSheet = dynamic(() => import('../sockets/detail/SocketSheet.tsx'), { ssr: false });

/** What is for a report of an incident. */
const ReportButtons = dynamic(() => import('./report/ReportButtons.tsx'), { ssr: false });
/** Until that is loaded the places are kept as they were: a sample may come first. */
const Coming = () => (
  <div className={styles['areas']}>
    <div className={styles['stack']}>
      <StackSkeleton />
    </div>
  </div>
);
/** What there is instead of a host that has not reported. */
const NoSamples = dynamic(() => import('../hosts/NoSamples.tsx'), { ssr: false, loading: Coming });

const NO_LABELS: Labels = {};

/** One host on one page: verdict, the five layers, advice and the fullest sockets. What changes with every sample is drawn by its parts. */
export const StackView = ({ hostId }: { readonly hostId: string }) => {
  const view = useMemo(() => ({ view: 'stack', hostId }) as const, [hostId]);
  useView(view);
  const refused = useLive((state) => state.refused[viewKey(view)]);
  const hasSample = useHost(hostId, ({ update }) => update !== undefined);
  const { kind } = useFreshness(hostId);
  const [address, changeAddress] = useAddress();
  const onOpenMetric = useCallback(
    (metric: string, labels: Labels = NO_LABELS) =>
      changeAddress({ layer: undefined, metric, of: labels, table: undefined }),
    [changeAddress],
  );
  const onOpen = useCallback<OpenLayer>(
    (layer, metric, labels) =>
      metric === undefined
        ? changeAddress({ layer, metric: undefined, table: undefined })
        : onOpenMetric(metric, labels),
    [changeAddress, onOpenMetric],
  );
  const onMetric = useCallback((metric: string) => changeAddress({ metric, of: {} }), [changeAddress]);
  const onTable = useCallback((table: string | undefined) => changeAddress({ table }), [changeAddress]);
  const onTab = useCallback((sockets: SocketTab) => changeAddress({ sockets }), [changeAddress]);
  const [netns, setNetns] = useState<string>();
  const onSocket = useCallback(
    (socket: string, where?: string) => {
      setNetns(where);
      changeAddress({ layer: undefined, socket });
    },
    [changeAddress],
  );
  const onCloseSocket = useCallback(() => changeAddress({ socket: undefined }), [changeAddress]);
  const onClose = useCallback(() => changeAddress({ layer: undefined }), [changeAddress]);
  const options = useFormatOptions(hostId);
  const asked = usePast(hostId);
  const past = useMemo(
    () => asked?.past ?? (asked?.why === undefined ? undefined : nothingStored(asked.atMs, asked.why)),
    [asked?.atMs, asked?.past, asked?.why],
  );
  const isAwaited = asked !== undefined && past === undefined;
  const stale = kind === 'lost' || kind === 'silent';
  const empty = !hasSample && (refused !== undefined || kind === 'waiting');
  return (
    <div className="flex w-full min-w-0 flex-1 flex-col">
      <main id="page" className="flex flex-1 flex-col gap-3">
        <StaleNotice hostId={hostId} />
        {empty ? (
          <NoSamples hostId={hostId} message={refused?.message} />
        ) : (
          <StaleAware hostId={hostId} className="flex flex-1 flex-col gap-3">
            {asked !== undefined && <PastNotice asked={asked} />}
            {isAwaited ? (
              <VerdictSkeleton />
            ) : (
              <HostVerdict hostId={hostId} past={past} stale={stale}>
                <AdviceLink hostId={hostId} />
              </HostVerdict>
            )}
            <div className={styles['areas']}>
              <div className={styles['stack']}>
                {isAwaited ? (
                  <StackSkeleton />
                ) : (
                  <PastContext value={past}>
                    <HostStack hostId={hostId} options={options} live={kind === 'live'} onOpen={onOpen}>
                      <ReportButtons hostId={hostId} />
                    </HostStack>
                  </PastContext>
                )}
              </div>
              <div className={styles['advice']}>
                <AdvicePanel hostId={hostId} options={options} onOpenMetric={onOpenMetric} />
              </div>
              <div className={styles['sockets']}>
                <SocketsPanel hostId={hostId} tab={address.sockets} onTab={onTab} onOpen={onSocket} />
                <Missing hostId={hostId} />
              </div>
            </div>
          </StaleAware>
        )}
      </main>
      {address.layer !== undefined && address.metric === undefined && (
        <LayerSheet
          hostId={hostId}
          layer={address.layer}
          table={address.table}
          options={options}
          onMetric={onMetric}
          onTable={onTable}
          onClose={onClose}
        />
      )}
      {address.socket !== undefined && (
        <SocketSheet
          key={address.socket}
          hostId={hostId}
          cookie={address.socket}
          netns={netns}
          onClose={onCloseSocket}
        />
      )}
    </div>
  );
};
