'use client';
import { formatAge, formatValue } from '@netstrata/metrics';
import dynamic from 'next/dynamic';
import { Tabs } from 'radix-ui';
import { useMemo, useState } from 'react';
import { SearchIcon } from '../../components/icons.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { SOCKET_TABS, type SocketTab } from '../address/address.ts';
import { useClocked, useHost, useView } from '../connection/live.ts';
import styles from './Sockets.module.css';
import { SocketTable } from './SocketTable.tsx';
import { COLUMNS, holdingOf, rowsOf, withNames } from './sockets.ts';
import { SOCKETS_TEXT } from './text.ts';

const SocketFinds = dynamic(() => import('./find/SocketFinds.tsx'), { ssr: false });

/** Rows before "show all"; a narrow screen shows half of them. */
const FIRST_ROWS = 8;
const FIRST_CARDS = 4;
/** As the API takes them. */
const MOST_LETTERS = 400;

interface SocketsPanelProps {
  readonly hostId: string;
  readonly tab: SocketTab;
  readonly onTab: (tab: SocketTab) => void;
  /** With the cookie of the socket that was chosen. */
  readonly onOpen: (cookie: string) => void;
}

/** The sockets that matter now, in five lists, or those that somebody looks for. */
export const SocketsPanel = ({ hostId, tab, onTab, onOpen }: SocketsPanelProps) => {
  useView(useMemo(() => ({ view: 'sockets', hostId }) as const, [hostId]));
  const report = useHost(hostId, (host) => host.sockets);
  const [all, setAll] = useState(false);
  const [filter, setFilter] = useState('');
  const wanted = filter.trim();
  const seenMs = report?.timeMs;
  const ageSeconds = useClocked((state, nowMs) =>
    seenMs === undefined ? undefined : Math.max(0, Math.floor((nowMs + state.clockOffsetMs - seenMs) / 1000)),
  );
  const rows = report === undefined ? [] : rowsOf(report, tab);
  const holding = holdingOf(rows, tab);
  const shown = all ? rows : holding.slice(0, FIRST_ROWS);
  // On a narrow screen even a short list may be folded.
  const foldable = rows.length > shown.length ? 'everywhere' : shown.length > FIRST_CARDS ? 'cards' : 'nowhere';
  const options = SOCKET_TABS.map((value) => ({
    value,
    text: SOCKETS_TEXT.tabs[value],
    count: report === undefined ? undefined : holdingOf(rowsOf(report, value), value).length,
  }));
  const choose = (value: string) => {
    setFilter('');
    onTab(SOCKET_TABS.find((known) => known === value) ?? 'fullest');
  };
  const aside = (
    <>
      <Segmented label={SOCKETS_TEXT.tabsLabel} options={options} />
      <label className="flex min-w-48 flex-1 items-center gap-1.5 text-soft">
        <SearchIcon />
        <span className="sr-only">{SOCKETS_TEXT.find}</span>
        <input
          type="search"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          placeholder={SOCKETS_TEXT.findLike}
          maxLength={MOST_LETTERS}
          className="min-w-0 flex-1 rounded-md bg-transparent px-1 py-1 text-ink text-sm placeholder:text-faint"
        />
      </label>
      {report !== undefined && (
        <span className="ml-auto whitespace-nowrap text-faint text-xs tabular-nums">
          {SOCKETS_TEXT.total(
            formatValue(report.total, 'sockets', { noun: true }),
            formatAge(ageSeconds === undefined ? undefined : ageSeconds * 1000),
          )}
        </span>
      )}
    </>
  );
  return (
    <Tabs.Root value={tab} onValueChange={choose}>
      <Panel id="sockets" title={SOCKETS_TEXT.title} aside={aside}>
        {wanted !== '' && (
          <div className={styles['frame']}>
            <SocketFinds hostId={hostId} filter={wanted} onOpen={onOpen} />
          </div>
        )}
        <Tabs.Content value={tab} className={styles['frame']} tabIndex={-1} hidden={wanted !== ''}>
          <p className="px-4 pt-2.5 pb-1 text-soft text-xs">
            {report === undefined ? SOCKETS_TEXT.waiting : SOCKETS_TEXT.about[tab]}
          </p>
          {report !== undefined && holding.length === 0 && (
            <p className="px-4 pt-2 pb-3 text-faint text-sm">{SOCKETS_TEXT.empty[tab]}</p>
          )}
          {shown.length > 0 && (
            <SocketTable
              title={SOCKETS_TEXT.about[tab]}
              columns={COLUMNS[tab]}
              sockets={withNames(shown, report?.names)}
              folded={!all}
              onOpen={onOpen}
            />
          )}
          {(all ? rows.length > FIRST_CARDS : foldable !== 'nowhere') && (
            <button
              type="button"
              onClick={() => setAll(!all)}
              data-only={!all && foldable === 'cards' ? 'cards' : undefined}
              className={styles['more']}
            >
              {all
                ? SOCKETS_TEXT.showFewer
                : holding.length === 0
                  ? SOCKETS_TEXT.showIdle(rows.length)
                  : SOCKETS_TEXT.showAll(rows.length)}
            </button>
          )}
        </Tabs.Content>
      </Panel>
    </Tabs.Root>
  );
};
