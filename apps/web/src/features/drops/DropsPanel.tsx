'use client';
import type { DropsReport } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useListed } from '../../locale/useListed.ts';
import { DetailTable } from '../details/DetailTable.tsx';
import { restOf } from './columns.tsx';
import { dropColumns, dropKey } from './dropColumns.tsx';
import { Empty } from './Empty.tsx';
import { groupByReason } from './groupByReason.ts';
import { WatchedSection } from './WatchedSection.tsx';

const EVENTS = ['skb/kfree_skb'];

const Table = ({ report }: { readonly report: DropsReport }) => {
  const t = useTranslations('drops');
  const c = useTranslations('drops.columns');
  const listed = useListed();
  const columns = useMemo(() => dropColumns(t, c, listed), [t, c, listed]);
  const { drops, hasReasons, unnamed } = report;
  if (drops.all.total === 0) return <Empty />;
  const notes = [
    hasReasons ? undefined : t('noReasons'),
    unnamed === undefined ? undefined : t('unnamed', { why: unnamed }),
    restOf(t, drops),
  ].filter((note) => note !== undefined);
  return (
    <>
      <DetailTable title={t('drops.title')} columns={columns} rows={groupByReason(drops.rows)} keyOf={dropKey} />
      {notes.map((note) => (
        <p key={note} className="px-5 py-1 text-faint text-xs">
          {note}
        </p>
      ))}
    </>
  );
};

/** Why the kernel threw packets away. */
const DropsPanel = ({ hostId }: { readonly hostId: string }) => (
  <WatchedSection hostId={hostId} id="drops" events={EVENTS}>
    {(report) => <Table report={report} />}
  </WatchedSection>
);

export default DropsPanel;
