'use client';
import type { HostSummary } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useHostAge } from './useHosts.ts';

const Old = ({ host }: { readonly host: HostSummary }) => {
  const t = useTranslations('hosts');
  const age = useHostAge(host);
  if (age === undefined) return t('never');
  return host.connected ? t('silentFor', { age }) : t('awayFor', { age });
};

/** Whether what is shown of a host is of now, and else how old. */
export const DataAge = ({ host }: { readonly host: HostSummary }) => {
  const t = useTranslations('hosts');
  return host.live ? t('live') : <Old host={host} />;
};
