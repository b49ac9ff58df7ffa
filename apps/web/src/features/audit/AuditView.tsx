'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { BUTTON } from '../../components/button.ts';
import { FOLDS } from '../../components/FoldRow.tsx';
import { Locked } from '../../components/Locked.tsx';
import { SkeletonRows } from '../../components/SkeletonRows.tsx';
import { changeQuery, useQuery } from '../address/query.ts';
import { useLostSince } from '../connection/useLostSince.ts';
import { useHosts } from '../hosts/useHosts.ts';
import { useMay } from '../session/useSession.ts';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditRowItem } from './AuditRowItem.tsx';
import { type AuditFilter, filterQuery, parseFilter } from './auditQuery.ts';
import { ChainState } from './ChainState.tsx';
import { useAuditRows } from './useAuditRows.ts';

const Rows = ({ filter }: { readonly filter: AuditFilter }) => {
  const t = useTranslations('audit');
  const { rows, isMore, refusal, older, look } = useAuditRows(filter);
  const hosts = useHosts();
  const names = useMemo(() => new Map(hosts?.map(({ hostId, hostname }) => [hostId, hostname])), [hosts]);
  return (
    <>
      {refusal !== undefined && (
        <p role="alert" className="px-4 py-3 text-saturated-ink text-sm">
          {t('notShown', { why: refusal.message })}
        </p>
      )}
      {rows === undefined && refusal === undefined && <SkeletonRows label={t('loading')} />}
      {rows?.length === 0 && (
        <div className="px-4 py-6 text-sm">
          <p className="font-medium">{t('none')}</p>
          <p className="text-soft">{t('noneHint')}</p>
        </div>
      )}
      <ol aria-label={t('list')} className={FOLDS}>
        {rows?.map((row) => (
          <AuditRowItem key={row.seq} row={row} hostname={names.get(row.hostId ?? '')} />
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-2 border-line border-t px-4 py-2">
        {isMore ? (
          <button type="button" onClick={() => void older()} className={BUTTON.small}>
            {t('older')}
          </button>
        ) : (
          (rows?.length ?? 0) > 0 && <span className="text-faint text-xs">{t('all')}</span>
        )}
        <button type="button" onClick={look} className={BUTTON.small}>
          {t('again')}
        </button>
      </div>
    </>
  );
};

/** Who did what on this server and its hosts, and the proof that nobody rewrote it. */
export const AuditView = () => {
  const t = useTranslations('audit');
  const { may, why } = useMay('operator');
  const lost = useLostSince() !== undefined;
  const query = useQuery();
  const filter = useMemo(() => parseFilter(new URLSearchParams(query)), [query]);
  return (
    <div className="flex w-full min-w-0 flex-1 flex-col">
      <main id="page" className="flex flex-1 flex-col gap-3 pt-2">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <p className="text-pretty text-soft text-sm">{t('about')}</p>
          {may && (
            <div className="ml-auto">
              <ChainState />
            </div>
          )}
        </div>
        {why !== '' && <Locked>{why}</Locked>}
        {may && (
          <section
            aria-label={t('title')}
            data-stale={lost}
            className="stale-aware min-w-0 overflow-hidden rounded-xl border border-line bg-surface"
          >
            <AuditFilters filter={filter} onFilter={(next) => changeQuery(() => filterQuery(next), 'quietly')} />
            <Rows filter={filter} />
          </section>
        )}
      </main>
    </div>
  );
};
