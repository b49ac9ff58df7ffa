'use client';
import { useMemo } from 'react';
import { useHost, useLive, useView } from '../connection/live.ts';
import { viewKey } from '../connection/state.ts';
import { HostSwitch } from '../hosts/HostSwitch.tsx';
import { HostFacts } from './HostFacts.tsx';

/** Above every page of one host: which it is, and the way to the others. Keeps its live picture coming. */
export const HostBar = ({ hostId }: { readonly hostId: string }) => {
  const view = useMemo(() => ({ view: 'stack', hostId }) as const, [hostId]);
  useView(view);
  const facts = useHost(hostId, (host) => host.update?.facts);
  const isRefused = useLive(({ refused }) => refused[viewKey(view)] !== undefined);
  return (
    <HostFacts facts={facts} name={facts === undefined && isRefused && hostId !== 'self' ? hostId : undefined}>
      <HostSwitch />
    </HostFacts>
  );
};
