'use client';
import { useMemo } from 'react';
import { useDetails, useHost, useView } from '../connection/live.ts';
import { type HostNumbers, hostNumbers } from './hostNumbers.ts';

/** The numbers of a host as they are now; undefined until all that is asked for has come, or will not. */
export const useHostNumbers = (hostId: string): HostNumbers | undefined => {
  useView(useMemo(() => ({ view: 'layer', hostId, layer: 'transport' }) as const, [hostId]));
  useView(useMemo(() => ({ view: 'layer', hostId, layer: 'link' }) as const, [hostId]));
  const sysctls = useDetails(hostId, 'sysctls');
  const interfaces = useDetails(hostId, 'interfaces');
  const facts = useHost(hostId, (host) => host.update?.facts);
  const transport = useHost(hostId, (host) => host.layers['transport']);
  const link = useHost(hostId, (host) => host.layers['link']);
  return useMemo(() => {
    if (!facts || !sysctls || !interfaces || !transport || !link) return undefined;
    return hostNumbers({
      facts,
      sysctls: sysctls.ok ? sysctls.report : undefined,
      interfaces: interfaces.ok ? interfaces.report : undefined,
      transport,
      link,
    });
  }, [facts, sysctls, interfaces, transport, link]);
};
