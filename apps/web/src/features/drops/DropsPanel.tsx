'use client';
import type { DropsReport } from '@netstrata/metrics';
import { DetailTable } from '../details/DetailTable.tsx';
import { restOf } from './columns.tsx';
import { DROP_COLUMNS, dropKey } from './dropColumns.tsx';
import { Empty } from './Empty.tsx';
import { groupByReason } from './groupByReason.ts';
import { DROPS_TEXT } from './text.ts';
import { WatchedSection } from './WatchedSection.tsx';

const EVENTS = ['skb/kfree_skb'];

const Table = ({ report }: { readonly report: DropsReport }) => {
  const { drops, hasReasons, unnamed } = report;
  if (drops.all.total === 0) return <Empty />;
  const notes = [
    hasReasons ? undefined : DROPS_TEXT.noReasons,
    unnamed === undefined ? undefined : DROPS_TEXT.unnamed(unnamed),
    restOf(drops),
  ].filter((note) => note !== undefined);
  return (
    <>
      <DetailTable
        title={DROPS_TEXT.drops.title}
        columns={DROP_COLUMNS}
        rows={groupByReason(drops.rows)}
        keyOf={dropKey}
      />
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
  <WatchedSection hostId={hostId} text={DROPS_TEXT.drops} events={EVENTS}>
    {(report) => <Table report={report} />}
  </WatchedSection>
);

export default DropsPanel;
