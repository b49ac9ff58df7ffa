import type { FormatOptions, MetricDescription } from '@netstrata/metrics';
import { useLocale } from 'next-intl';
import { useMemo } from 'react';
import { useHost } from '../connection/live.ts';

/**
 * How numbers of a host, or of one metric there, are written for the reader: pages as bytes, nouns and long times in their language. The
 * same object until that changes.
 */
export const useFormatOptions = (hostId: string, metric?: Pick<MetricDescription, 'exact'>): FormatOptions => {
  const locale = useLocale();
  const pageSizeBytes = useHost(hostId, (host) => host.update?.facts.pageSizeBytes);
  const exact = metric?.exact;
  return useMemo(
    () => (pageSizeBytes === undefined ? { locale, exact } : { locale, exact, pageSizeBytes }),
    [locale, exact, pageSizeBytes],
  );
};
