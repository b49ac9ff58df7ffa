'use client';
import type { HostSummary } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { BUTTON } from '../../components/button.ts';
import { MeantLink } from '../../components/MeantLink.tsx';
import { useLostSince } from '../connection/useLostSince.ts';
import { AddHost } from './AddHost.tsx';
import { AddHostLink } from './AddHostLink.tsx';
import { HostList } from './HostList.tsx';
import { HostsBar } from './HostsBar.tsx';
import { HostsSkeleton } from './HostsSkeleton.tsx';
import { chosenHosts, type HostsQuery } from './hostsQuery.ts';
import { useHosts } from './useHosts.ts';
import { useHostsQuery } from './useHostsQuery.ts';
import { useOrder } from './useOrder.ts';

/** The wall shows the hosts that have all of these tags too. */
const wallAddress = ({ tags }: HostsQuery): string =>
  tags.length === 0 ? '/wall' : `/wall?${tags.map((tag) => `tags=${tag}`).join('&')}`;

interface FoundProps {
  readonly hosts: readonly HostSummary[];
  /** Those of them that fit. */
  readonly chosen: readonly HostSummary[];
  readonly query: HostsQuery;
  readonly onChange: (part: Partial<HostsQuery>) => void;
}

const Found = ({ hosts, chosen, query, onChange }: FoundProps) => {
  const t = useTranslations('hosts');
  if (hosts.length === 0) return <AddHost first />;
  if (chosen.length === 0)
    return (
      <section className="mx-auto my-10 max-w-xl text-center">
        <h2 className="font-semibold text-lg">{t('noneFound.title')}</h2>
        <p className="mt-1 text-soft text-sm">{t('noneFound.body')}</p>
        <button
          type="button"
          className={`${BUTTON.plain} mt-4`}
          onClick={() => onChange({ search: '', state: undefined, tags: [] })}
        >
          {t('noneFound.clear')}
        </button>
      </section>
    );
  return (
    <>
      <HostList hosts={chosen} density={query.density} />
      {hosts.length === 1 && <AddHost first={false} />}
    </>
  );
};

const Count = ({ shown, count }: { readonly shown: number; readonly count: number }) => {
  const t = useTranslations('hosts');
  return shown === count ? t('count', { count }) : t('countOf', { shown, count });
};

/** The page of all hosts. */
export const HostsView = () => {
  const t = useTranslations('hosts');
  const summaries = useHosts();
  const hosts = useOrder(summaries)?.hosts;
  const [query, change] = useHostsQuery();
  const chosen = useMemo(() => chosenHosts(hosts ?? [], query), [hosts, query]);
  const lost = useLostSince() !== undefined;
  return (
    <div className="flex w-full min-w-0 flex-1 flex-col">
      <main id="page" className="flex flex-1 flex-col gap-3 pt-2">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          {hosts !== undefined && hosts.length > 0 && (
            <span role="status" className="text-soft text-sm tabular-nums">
              <Count shown={chosen.length} count={hosts.length} />
            </span>
          )}
          <div className="ml-auto flex flex-wrap gap-2">
            <MeantLink href={wallAddress(query)} className={BUTTON.plain}>
              {t('wall')}
            </MeantLink>
            {hosts !== undefined && hosts.length > 1 && <AddHostLink />}
          </div>
        </div>
        {hosts !== undefined && hosts.length > 1 && <HostsBar hosts={hosts} query={query} onChange={change} />}
        <div className="stale-aware flex flex-col gap-3" data-stale={lost}>
          {hosts === undefined ? (
            <HostsSkeleton />
          ) : (
            <Found hosts={hosts} chosen={chosen} query={query} onChange={change} />
          )}
        </div>
      </main>
    </div>
  );
};
