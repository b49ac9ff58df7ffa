'use client';
import type { SocketGroupRow } from '@netstrata/metrics';
import { parseSocketFilter } from '@netstrata/metrics/socketFilter';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useId, useMemo, useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { useRootScale } from '../../../components/useRootScale.ts';
import { useFreshness } from '../../connection/live.ts';
import { verdictOf } from '../sockets.ts';
import type { SocketWords } from '../words.ts';
import { columnOf, type TableColumn } from './columns.tsx';
import { HoldControl } from './HoldControl.tsx';
import { ListStatus } from './ListStatus.tsx';
import type { ListRow } from './ListWindow.ts';
import type { TableAddress } from './tableAddress.ts';
import { GROUP_COLUMNS, useDrawGroup } from './useDrawGroup.tsx';
import { useDrawSocket } from './useDrawSocket.tsx';
import { useListWindow } from './useListWindow.ts';
import { useNarrow } from './useNarrow.ts';
import type { ChangeTable } from './useTableAddress.ts';
import { ROW_PX, VirtualGrid } from './VirtualGrid.tsx';

interface SocketListProps {
  readonly hostId: string;
  readonly address: TableAddress;
  /** The filter of the address is the last that was understood, not the one that is typed. */
  readonly isFormer: boolean;
  readonly columns: readonly TableColumn[];
  readonly change: ChangeTable;
  /** With the cookie of the socket that was chosen. */
  readonly onOpen: (cookie: string) => void;
  /** Somebody reads a row, and may open it next. */
  readonly onRead: () => void;
  /** The cookie of the one that is open before the list. */
  readonly opened: string | undefined;
  /** What the list says of that one. */
  readonly onSaid: (said: ListSaid) => void;
}

export interface ListSaid {
  /** What limits it, in words. */
  readonly limit?: string | undefined;
  /** The network namespace that it is in, where that is not the host's. */
  readonly netns?: string | undefined;
}

/** The sockets, or the groups of them, that the address asks for; of a filter that no host could answer, that it is none. */
const SocketList = (props: SocketListProps) => {
  const { address, change } = props;
  const t = useTranslations('sockets.page');
  if (parseSocketFilter(address.filter).ok) return <Answered {...props} />;
  return <NoRows title={t('notUnderstood')} hint={t('notUnderstoodHint')} onClear={() => change({ filter: '' })} />;
};

interface NoRowsProps {
  readonly title: string;
  readonly hint: string;
  readonly onClear: () => void;
}

const NoRows = ({ title, hint, onClear }: NoRowsProps) => {
  const t = useTranslations('sockets.page');
  return (
    <div className="rounded-xl border border-line bg-surface px-5 py-8 text-center">
      <p className="font-medium">{title}</p>
      <p className="mx-auto mt-1 max-w-[60ch] text-pretty text-soft text-sm">{hint}</p>
      <button type="button" onClick={onClear} className={`${BUTTON.plain} mt-4`}>
        {t('clear')}
      </button>
    </div>
  );
};

const Answered = ({ hostId, address, isFormer, columns, change, onOpen, onRead, opened, onSaid }: SocketListProps) => {
  const t = useTranslations('sockets');
  const statusId = useId();
  const { filter, group } = address;
  const isGrouped = group !== undefined;
  const sort = isGrouped && !GROUP_COLUMNS.some(({ id }) => address.sort.endsWith(id)) ? 'sockets' : address.sort;
  const [isRead, setRead] = useState(false);
  const [isPinned, setPinned] = useState(false);
  useEffect(() => {
    if (isRead) onRead();
  }, [isRead, onRead]);
  const isHeld = isRead || isPinned || opened !== undefined;
  const list = useListWindow(hostId, { filter, sort, group }, isHeld);
  const isNarrow = useNarrow();
  const scale = useRootScale();
  const { kind } = useFreshness(hostId);
  const isStale = kind === 'lost' || kind === 'silent';
  const drawSocket = useDrawSocket();
  const drawGroup = useDrawGroup(group);
  const draw = isGrouped ? drawGroup : drawSocket;
  const rowPx = Math.round((isNarrow ? draw.cardPx : ROW_PX) * scale);
  const titled = useMemo(
    () =>
      isGrouped
        ? GROUP_COLUMNS.map(({ id, width, unit }) => {
            const title = t(`page.groupColumns.${id}`);
            return { id, title, help: title, width, numeric: unit !== undefined, sort: id, grows: id === 'key' };
          })
        : columns.map((id, at) => {
            const { width, sort: by, numeric = false, grows: isWide = false } = columnOf(id);
            const grows = isWide || at === columns.length - 1;
            return { id, title: t(`columns.${id}`), help: t(`columnHelp.${id}`), width, numeric, sort: by, grows };
          }),
    [columns, isGrouped, t],
  );
  const open = useCallback(
    (row: ListRow) => {
      if ('cookie' in row) onOpen(row.cookie);
      else change({ filter: withWord(filter, row), group: undefined, sort: 'fill' });
    },
    [change, filter, onOpen],
  );
  const limit = useMemo(() => limitOf(list.rows.values(), opened, t), [list.rows, opened, t]);
  const netns = list.answer?.netns;
  useEffect(() => onSaid({ limit, netns }), [onSaid, limit, netns]);
  const isEmpty = list.answer !== undefined && list.length === 0 && !list.isOld;
  return (
    <div className="stale-aware flex min-w-0 flex-1 flex-col gap-2" data-stale={isStale}>
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
        <ListStatus id={statusId} list={list} filter={filter} isFormer={isFormer} />
        <HoldControl
          isHeld={isHeld && list.answer !== undefined}
          held={list.answer?.held}
          isPinned={isPinned}
          onPin={setPinned}
          onResort={list.resort}
        />
      </div>
      {isEmpty ? (
        <NoRows
          title={t(isFormer ? 'page.notUnderstood' : 'page.none')}
          hint={t(isFormer ? 'page.notUnderstoodHint' : 'page.noneHint')}
          onClear={() => change({ filter: '' })}
        />
      ) : (
        <VirtualGrid
          // Rows of another height are another grid; another list goes on in this one, which may have the focus.
          key={rowPx}
          of={`${filter} ${sort} ${group}`}
          label={t(isGrouped ? 'page.groups' : 'page.table')}
          columns={titled}
          list={list}
          formerBy={isFormer ? statusId : undefined}
          sort={sort}
          onSort={(next) => change({ sort: next })}
          onOpen={open}
          onRead={setRead}
          draw={draw}
          isNarrow={isNarrow}
          rowPx={rowPx}
        />
      )}
    </div>
  );
};

export default SocketList;

const limitOf = (rows: Iterable<ListRow>, cookie: string | undefined, t: SocketWords): string | undefined => {
  for (const row of rows)
    if ('cookie' in row && row.cookie === cookie) {
      const { words, why } = verdictOf(row, t);
      return why === undefined ? words : undefined;
    }
  return undefined;
};

const withWord = (filter: string, { filter: word }: SocketGroupRow): string => `${filter} ${word}`.trim();
