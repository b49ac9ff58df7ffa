'use client';
import { useMemo } from 'react';
import { useHost, useView } from '../connection/live.ts';
import { HostSwitch } from '../hosts/HostSwitch.tsx';
import { HostFacts } from './HostFacts.tsx';

/** Above every page of one host: which it is, and the way to the others. Keeps its live picture coming. */
export const HostBar = ({ hostId }: { readonly hostId: string }) => {
  useView(useMemo(() => ({ view: 'stack', hostId }) as const, [hostId]));
  const facts = useHost(hostId, (host) => host.update?.facts);
  return (
    <HostFacts facts={facts}>
      <HostSwitch />
    </HostFacts>
  );
};
