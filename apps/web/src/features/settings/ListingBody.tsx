'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BUTTON } from '../../components/button.ts';
import { clockTime } from '../../components/clockTime.ts';
import { SkeletonRows } from '../../components/SkeletonRows.tsx';
import { useLostSince } from '../connection/useLostSince.ts';
import type { Listing } from './useListing.ts';

interface ListingBodyProps<T> {
  readonly listing: Listing<T>;
  readonly children: (body: T) => ReactNode;
}

/** A list in each of its states: not heard yet, refused, old, or there. */
export const ListingBody = <T,>({ listing, children }: ListingBodyProps<T>) => {
  const t = useTranslations('settings.list');
  const { body, heardMs, refusal, reload } = listing;
  const why = refusal?.message;
  const lost = useLostSince() !== undefined;
  if (body === undefined && why !== undefined)
    return (
      <div role="alert" className="flex flex-wrap items-center gap-3 px-4 py-5 text-sm">
        <p className="text-saturated-ink">{t('failed', { why })}</p>
        <button type="button" className={BUTTON.small} onClick={() => void reload()}>
          {t('again')}
        </button>
      </div>
    );
  if (body === undefined) return <SkeletonRows label={t('loading')} />;
  return (
    <>
      {/* That the server is away is said above, once for the page. */}
      {why !== undefined && !lost && (
        <p role="alert" className="bg-busy-wash px-4 py-2 text-busy-ink text-xs tabular-nums">
          {t('stale', { since: clockTime(heardMs) })}
        </p>
      )}
      <div className="stale-aware" data-stale={why !== undefined || lost}>
        {children(body)}
      </div>
    </>
  );
};
