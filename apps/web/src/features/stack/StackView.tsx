'use client';
import dynamic from 'next/dynamic';
import { useCallback, useMemo } from 'react';
import { layerOfMetric, type SocketTab } from '../address/address.ts';
import { useAddress } from '../address/useAddress.ts';
import { AdviceLink } from '../advice/AdviceLink.tsx';
import { AdvicePanel } from '../advice/AdvicePanel.tsx';
import { ConnectionBadge } from '../connection/ConnectionBadge.tsx';
import { useFreshness, useHost, useLive, useView } from '../connection/live.ts';
import { StaleNotice } from '../connection/StaleNotice.tsx';
import { viewKey } from '../connection/state.ts';
import { TopBar } from '../shell/TopBar.tsx';
import { SocketsPanel } from '../sockets/SocketsPanel.tsx';
import { EmptyHost } from './EmptyHost.tsx';
import { HostFacts } from './HostFacts.tsx';
import type { OpenLayer } from './LayerRow.tsx';
import { Missing } from './Missing.tsx';
import { Stack, StackSkeleton } from './Stack.tsx';
import styles from './StackView.module.css';
import { Verdict, VerdictSkeleton } from './Verdict.tsx';

/** The dialog and the texts of all metrics: loaded when the first layer is opened. */
const LayerSheet = dynamic(() => import('../layer/LayerSheet.tsx'), { ssr: false });
/** One socket with the texts of all that is known of it. */
const SocketSheet = dynamic(() => import('../sockets/detail/SocketSheet.tsx'), { ssr: false });

/** One host on one page: verdict, the five layers, advice and the fullest sockets. */
export const StackView = ({ hostId }: { readonly hostId: string }) => {
  const view = useMemo(() => ({ view: 'stack', hostId }) as const, [hostId]);
  useView(view);
  const refused = useLive((state) => state.refused[viewKey(view)]);
  const update = useHost(hostId, (host) => host.update);
  const { kind } = useFreshness(hostId);
  const [address, changeAddress] = useAddress();
  const onOpen = useCallback<OpenLayer>(
    (layer, metric) => changeAddress({ layer, metric, table: undefined }),
    [changeAddress],
  );
  const onOpenMetric = useCallback(
    (metric: string) => changeAddress({ layer: layerOfMetric(metric), metric, table: undefined }),
    [changeAddress],
  );
  const onMetric = useCallback((metric: string | undefined) => changeAddress({ metric }), [changeAddress]);
  const onTable = useCallback((table: string | undefined) => changeAddress({ table }), [changeAddress]);
  const onTab = useCallback((sockets: SocketTab) => changeAddress({ sockets }), [changeAddress]);
  const onSocket = useCallback((socket: string) => changeAddress({ layer: undefined, socket }), [changeAddress]);
  const onCloseSocket = useCallback(() => changeAddress({ socket: undefined }), [changeAddress]);
  const onClose = useCallback(() => changeAddress({ layer: undefined }), [changeAddress]);
  const pageSizeBytes = update?.facts.pageSizeBytes;
  const options = useMemo(() => (pageSizeBytes === undefined ? {} : { pageSizeBytes }), [pageSizeBytes]);
  const stale = kind === 'lost' || kind === 'silent';
  const empty = update === undefined && (refused !== undefined || kind === 'waiting');
  return (
    <div className="mx-auto flex min-h-dvh w-full flex-col px-4 pb-6 sm:px-6">
      <TopBar>
        <HostFacts update={update} />
        <div className="sm:ml-auto">
          <ConnectionBadge hostId={hostId} />
        </div>
      </TopBar>
      <main id="page" className="flex flex-1 flex-col gap-3">
        <StaleNotice hostId={hostId} />
        {empty ? (
          <EmptyHost message={refused?.message} />
        ) : (
          <div className="stale-aware flex flex-1 flex-col gap-3" data-stale={stale}>
            {update === undefined ? (
              <VerdictSkeleton />
            ) : (
              <Verdict layers={update.stack.layers} bottleneck={update.bottleneck} stale={stale}>
                <AdviceLink hostId={hostId} />
              </Verdict>
            )}
            <div className={styles['areas']}>
              <div className={styles['stack']}>
                {update === undefined ? (
                  <StackSkeleton />
                ) : (
                  <Stack
                    hostId={hostId}
                    layers={update.stack.layers}
                    options={options}
                    live={kind === 'live'}
                    onOpen={onOpen}
                  />
                )}
              </div>
              <div className={styles['advice']}>
                <AdvicePanel hostId={hostId} options={options} onOpenMetric={onOpenMetric} />
              </div>
              <div className={styles['sockets']}>
                <SocketsPanel hostId={hostId} tab={address.sockets} onTab={onTab} onOpen={onSocket} />
                {update !== undefined && <Missing missing={update.missing} />}
              </div>
            </div>
          </div>
        )}
      </main>
      {address.layer !== undefined && (
        <LayerSheet
          hostId={hostId}
          layer={address.layer}
          metric={address.metric}
          table={address.table}
          options={options}
          onMetric={onMetric}
          onTable={onTable}
          onClose={onClose}
        />
      )}
      {address.socket !== undefined && (
        <SocketSheet key={address.socket} hostId={hostId} cookie={address.socket} onClose={onCloseSocket} />
      )}
    </div>
  );
};
