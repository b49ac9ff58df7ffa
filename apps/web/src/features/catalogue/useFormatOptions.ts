import type { FormatOptions } from '@netstrata/metrics';
import { useLocale } from 'next-intl';
import { useMemo } from 'react';
import { useHost } from '../connection/live.ts';

/** How numbers of a host are written for the reader: pages as bytes, nouns and long times in their language. The same object until that changes. */
export const useFormatOptions = (hostId: string): FormatOptions => {
  const locale = useLocale();
  const pageSizeBytes = useHost(hostId, (host) => host.update?.facts.pageSizeBytes);
  return useMemo(() => (pageSizeBytes === undefined ? { locale } : { locale, pageSizeBytes }), [locale, pageSizeBytes]);
};
