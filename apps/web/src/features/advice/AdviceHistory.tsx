'use client';
import type { AdviceRecord } from '@netstrata/advisor/types';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { clockMoment } from '../../components/clockTime.ts';
import { ChevronIcon } from '../../components/icons.tsx';
import { newestEach } from '../../components/newestEach.ts';
import { hostAddress } from '../api/hostAddress.ts';
import { useStored } from '../api/useStored.ts';
import { useHost } from '../connection/live.ts';

const EVERY_MS = 10_000;
const MOST = 50;

const List = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('advice');
  const open = useHost(hostId, ({ advice }) => advice);
  const address = hostAddress(hostId, `/advice/history?limit=${MOST}`);
  const { body, refusal } = useStored<{ readonly records: readonly AdviceRecord[] }>(address, EVERY_MS);
  // Of what is told several times the newest is how it stands.
  const newest = newestEach(body?.records ?? [], ({ id }) => id);
  /** What an entry has come to, where that is open: its title is of the day when it opened. */
  const standsAs = (record: AdviceRecord): string => {
    const now = open?.find(({ id }) => id === record.id)?.title;
    if (now === undefined || !newest.has(record)) return '';
    return now === record.title ? t('stillOpen') : t('stillOpenAs', { title: now });
  };
  if (body === undefined)
    return refusal === undefined ? (
      <p className="mt-2 text-faint text-xs">{t('loading')}</p>
    ) : (
      <p className="mt-2 text-saturated-ink text-xs">{t('noHistory', { why: refusal.message })}</p>
    );
  if (body.records.length === 0) return <p className="mt-2 text-faint text-xs">{t('emptyHistory')}</p>;
  return (
    <ol className="mt-2 space-y-1.5">
      {body.records.map((record) => {
        const { timeMs, kind, id, title, because } = record;
        return (
          <li key={`${timeMs} ${kind} ${id}`} className="grid grid-cols-[auto_1fr] gap-x-2 text-xs">
            <span className="text-faint tabular-nums">{clockMoment(timeMs)}</span>
            <span className="text-pretty break-words">
              <span className="text-soft">{t(`became.${kind}`)}</span> {title}
              {because !== '' && <span className="text-faint">{t('becauseOf', { why: because })}</span>}
              <span className="text-soft">{standsAs(record)}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
};

/** What became of advice in the last day; asked for only while it is open. */
export const AdviceHistory = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('advice');
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="group border-line border-t px-4 py-3"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary className="flex cursor-pointer list-none items-center gap-1 rounded text-soft text-sm hover:text-ink">
        <ChevronIcon className="size-3 transition-transform group-open:rotate-90" />
        {t('history')}
      </summary>
      {isOpen && <List hostId={hostId} />}
    </details>
  );
};
