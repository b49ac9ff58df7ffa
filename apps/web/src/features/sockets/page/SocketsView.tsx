'use client';
import { SOCKET_GROUPINGS } from '@netstrata/metrics';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useCallback, useState, useSyncExternalStore } from 'react';
import { useWallSized } from '../../../components/useWallSized.ts';
import { useAddress } from '../../address/useAddress.ts';
import { StaleNotice } from '../../connection/StaleNotice.tsx';
import { NowNotice } from '../../time/NowNotice.tsx';
import { CaptionedSelect } from './CaptionedSelect.tsx';
import { rememberColumns, rememberedColumns, usualColumns } from './columnChoice.ts';
import type { TableColumn } from './columns.tsx';
import type { ListSaid } from './SocketList.tsx';
import { SortSelect } from './SortSelect.tsx';
import { useTableAddress } from './useTableAddress.ts';

const BONES = Array.from({ length: 24 }, (_, n) => n);
const Waiting = () => {
  const t = useTranslations('sockets.page');
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-2">
      <p role="status" className="flex min-h-8 items-center text-soft text-sm">
        {t('asking')}
      </p>
      <div
        aria-hidden="true"
        className="h-0 min-h-88 flex-1 space-y-6 overflow-hidden rounded-xl border border-line bg-surface px-3 py-4"
      >
        {BONES.map((n) => (
          <div key={n} className="skeleton h-3" />
        ))}
      </div>
    </div>
  );
};
/** The table with all that draws it, and the language of the filter with all its texts. */
const SocketList = dynamic(() => import('./SocketList.tsx'), { ssr: false, loading: Waiting });
const FilterField = dynamic(() => import('./FilterField.tsx').then((module) => module.FilterField), {
  ssr: false,
  loading: () => <div className="min-h-9 flex-[1_1_22rem] rounded-lg bg-surface ring-1 ring-line-strong ring-inset" />,
});
const ColumnsMenu = dynamic(() => import('./ColumnsMenu.tsx'), {
  ssr: false,
  // Its place, so that what stands beside it does not move when it comes.
  loading: () => <div className="h-8 w-[5.25rem]" />,
});
const loadSheet = () => import('../detail/SocketSheet.tsx');
const SocketSheet = dynamic(loadSheet, { ssr: false });

let kept: { readonly columns: readonly TableColumn[] | undefined } | undefined;
/** The same list as long as nobody chooses another one; undefined for the usual ones. */
const keptColumns = (): readonly TableColumn[] | undefined => {
  kept ??= { columns: rememberedColumns() };
  return kept.columns;
};
const never = () => () => {};
const none = () => undefined;

/** Every socket of a host: filtered, ordered, grouped, and each with all that is known of it. */
export const SocketsView = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('sockets.page');
  const [address, change] = useTableAddress();
  const [{ socket }, changeAddress] = useAddress();
  const remembered = useSyncExternalStore(never, keptColumns, none);
  const [said, setSaid] = useState<ListSaid>({});
  const [isFormer, setFormer] = useState(false);
  const usual = usualColumns(useWallSized());
  const columns = address.columns ?? remembered ?? usual;
  const onFilter = useCallback((filter: string) => change({ filter }, 'quietly'), [change]);
  const onOpen = useCallback((cookie: string) => changeAddress({ socket: cookie }), [changeAddress]);
  const onColumns = (next: readonly TableColumn[]) => {
    const chosen = next.join() === usual.join() ? undefined : next;
    kept = { columns: chosen };
    rememberColumns(chosen);
    change({ columns: chosen }, 'quietly');
  };
  const groupings = (['none', ...SOCKET_GROUPINGS] as const).map((value) => ({
    value,
    text: t(`groupings.${value}`),
  }));
  return (
    <div className="flex w-full min-w-0 flex-1 flex-col">
      <main id="page" className="flex min-w-0 flex-1 flex-col gap-3">
        <StaleNotice hostId={hostId} />
        <NowNotice page="sockets" />
        <div className="flex flex-wrap items-start gap-2">
          <FilterField hostId={hostId} value={address.filter} onChange={onFilter} onWrong={setFormer} />
          <div className="flex min-h-9 flex-wrap items-center gap-2 max-md:w-full max-md:items-end">
            <CaptionedSelect
              label={t('groupBy')}
              options={groupings}
              value={address.group ?? 'none'}
              onChange={({ target }) => {
                const group = SOCKET_GROUPINGS.find((known) => known === target.value);
                change({ group, sort: group === undefined ? 'fill' : 'sockets' });
              }}
            />
            {address.group === undefined && (
              <>
                <SortSelect sort={address.sort} columns={columns} onChange={(sort) => change({ sort })} />
                <div className="max-md:hidden">
                  <ColumnsMenu columns={columns} usual={usual} onChange={onColumns} />
                </div>
              </>
            )}
          </div>
        </div>
        <SocketList
          hostId={hostId}
          address={address}
          isFormer={isFormer}
          columns={columns}
          change={change}
          onOpen={onOpen}
          onRead={loadSheet}
          opened={socket}
          onSaid={setSaid}
        />
      </main>
      {socket !== undefined && (
        <SocketSheet
          key={socket}
          hostId={hostId}
          cookie={socket}
          {...said}
          onClose={() => changeAddress({ socket: undefined })}
        />
      )}
    </div>
  );
};
