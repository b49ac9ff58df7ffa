'use client';
import type { HostSummary } from '@netstrata/protocol/types';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { hostHref } from '../address/hostHref.ts';
import { useWatchedHosts } from '../hosts/useHosts.ts';
import { newTrouble, type Told } from './newTrouble.ts';

/** Watches all hosts and shows a notification of the browser for each that gets into trouble; one a host, the newest. */
export default function Notifier() {
  const t = useTranslations('notifications');
  const layers = useTranslations('components.layers');
  const { push } = useRouter();
  const hosts = useWatchedHosts();
  const told = useRef<Told>(new Map());
  useEffect(() => {
    if (hosts === undefined) return;
    const next = newTrouble(told.current, hosts);
    told.current = next.told;
    for (const host of next.fresh) {
      const note = new Notification(titleOf(host), {
        body: t('open'),
        tag: `netstrata ${host.hostId}`,
        icon: '/icon.svg',
      });
      note.onclick = () => {
        window.focus();
        push(hostHref(host.hostId));
        note.close();
      };
    }
    function titleOf({ hostname, connected, layers: states }: HostSummary): string {
      if (!connected) return t('away', { host: hostname });
      const full = states.filter(({ state }) => state === 'saturated').map(({ layer }) => layers(layer));
      return t('saturated', { host: hostname, layers: full.join(t('between')) });
    }
  }, [hosts, push, t, layers]);
  return null;
}
