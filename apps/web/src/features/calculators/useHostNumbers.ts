'use client';
import type { SocketRow } from '@netstrata/metrics';
import { useMemo } from 'react';
import { hostAddress } from '../api/hostAddress.ts';
import { useStored } from '../api/useStored.ts';
import { useDetails, useHost, useView } from '../connection/live.ts';
import { FAR_QUERY } from './farConnection.ts';
import { type HostNumbers, hostNumbers } from './hostNumbers.ts';

const EVERY_MS = 5000;
const NONE: readonly SocketRow[] = [];

/** The numbers of a host as they are now; undefined until all that is asked for has come, or will not. */
export const useHostNumbers = (hostId: string): HostNumbers | undefined => {
  useView(useMemo(() => ({ view: 'layer', hostId, layer: 'transport' }) as const, [hostId]));
  useView(useMemo(() => ({ view: 'layer', hostId, layer: 'link' }) as const, [hostId]));
  const sysctls = useDetails(hostId, 'sysctls');
  const interfaces = useDetails(hostId, 'interfaces');
  const facts = useHost(hostId, (host) => host.update?.facts);
  const transport = useHost(hostId, (host) => host.layers['transport']);
  const link = useHost(hostId, (host) => host.layers['link']);
  const { body, refusal } = useStored<{ readonly sockets: readonly SocketRow[] }>(
    hostAddress(hostId, `/sockets?${FAR_QUERY}`),
    EVERY_MS,
  );
  const far = body?.sockets ?? (refusal === undefined ? undefined : NONE);
  return useMemo(() => {
    if (!facts || !sysctls || !interfaces || !transport || !link || !far) return undefined;
    return hostNumbers({
      facts,
      sysctls: sysctls.ok ? sysctls.report : undefined,
      interfaces: interfaces.ok ? interfaces.report : undefined,
      transport,
      link,
      far,
    });
  }, [facts, sysctls, interfaces, transport, link, far]);
};
