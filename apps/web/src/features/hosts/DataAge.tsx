'use client';
import { formatAge } from '@netstrata/metrics';
import type { HostSummary } from '@netstrata/protocol/types';
import { useLocale, useTranslations } from 'next-intl';
import { useClocked } from '../connection/live.ts';
import { useLostSince } from '../connection/useLostSince.ts';
import { useHostAge } from './useHosts.ts';

const Old = ({ host }: { readonly host: HostSummary }) => {
  const t = useTranslations('hosts');
  const age = useHostAge(host);
  if (age === undefined) return t('never');
  return host.connected ? t('silentFor', { age }) : t('awayFor', { age });
};

/** Of a host that was live when the server was heard of last. */
const Unheard = ({ sinceMs }: { readonly sinceMs: number }) => {
  const t = useTranslations('hosts');
  const locale = useLocale();
  const age = useClocked((_, nowMs) => formatAge(Math.max(0, nowMs - sinceMs), locale));
  return t('silentFor', { age });
};

/** Whether what is shown of a host is of now, and else how old. */
export const DataAge = ({ host }: { readonly host: HostSummary }) => {
  const t = useTranslations('hosts');
  const lostAtMs = useLostSince();
  if (!host.live) return <Old host={host} />;
  return lostAtMs === undefined ? t('live') : <Unheard sinceMs={lostAtMs} />;
};
