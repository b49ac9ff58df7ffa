import type { Machine } from '@netstrata/tunables';
import { useMemo } from 'react';
import { useHost } from '../connection/live.ts';

/** What kernel defaults are derived from on a host. The same object until that changes, which each sample brings anew. */
export const useMachine = (hostId: string): Machine | undefined => {
  const memTotalBytes = useHost(hostId, ({ update }) => update?.facts.memTotalBytes);
  const pageSizeBytes = useHost(hostId, ({ update }) => update?.facts.pageSizeBytes);
  const kernelRelease = useHost(hostId, ({ update }) => update?.facts.kernelRelease);
  return useMemo(
    () =>
      memTotalBytes === undefined || pageSizeBytes === undefined || kernelRelease === undefined
        ? undefined
        : { memTotalBytes, pageSizeBytes, kernelRelease },
    [memTotalBytes, pageSizeBytes, kernelRelease],
  );
};
