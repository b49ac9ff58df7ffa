'use client';
import { hostAddress } from '../api/hostAddress.ts';
import { useStored } from '../api/useStored.ts';

/** A sysctl changes seldom, and shows in the backlogs only once a program listens anew. */
const EVERY_MS = 30_000;

/** What cuts every backlog; undefined until the host has told it. */
export const useSomaxconn = (hostId: string): number | undefined => {
  const { body } = useStored<{
    readonly tunables: readonly { readonly name: string; readonly value: string | null }[];
  }>(hostAddress(hostId, '/tunables'), EVERY_MS);
  const value = body?.tunables.find(({ name }) => name === 'net.core.somaxconn')?.value;
  return value === undefined || value === null ? undefined : Number(value);
};
