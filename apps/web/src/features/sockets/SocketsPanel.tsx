'use client';
import { formatAge, formatValue, type SocketsReport } from '@netstrata/metrics';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { Tabs } from 'radix-ui';
import { memo, useMemo, useState } from 'react';
import { SearchIcon } from '../../components/icons.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { useOnScreen } from '../../components/useOnScreen.ts';
import { SOCKET_TABS, type SocketTab } from '../address/address.ts';
import { useClocked, useHostInSight, useView } from '../connection/live.ts';
import styles from './Sockets.module.css';
import { SocketTable } from './SocketTable.tsx';
import { COLUMNS, holdingOf, rowsOf } from './sockets.ts';
import { socketsHref } from './socketsHref.ts';

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
  /** With the cookie of the socket that was chosen; `netns` for one of another network namespace than the agent's. */
  readonly onOpen: (cookie: string, netns?: string) => void;
}

/** How many there are in all, and how old that is. */
const Total = ({ report: { total, timeMs } }: { readonly report: SocketsReport }) => {
  const t = useTranslations('sockets');
  const locale = useLocale();
  const seconds = useClocked((state, nowMs) => Math.max(0, Math.floor((nowMs + state.clockOffsetMs - timeMs) / 1000)));
  return (
    <span className="ml-auto whitespace-nowrap text-faint text-xs tabular-nums">
      {t('total', { count: total, total: formatValue(total, 'sockets'), age: formatAge(seconds * 1000, locale) })}
    </span>
  );
};

/** The sockets that matter now, in five lists, or those that somebody looks for. What is below the screen moves slowly. */
export const SocketsPanel = memo(({ hostId, tab, onTab, onOpen }: SocketsPanelProps) => {
  useView(useMemo(() => ({ view: 'sockets', hostId }) as const, [hostId]));
  const t = useTranslations('sockets');
  const [frame, onScreen] = useOnScreen<HTMLDivElement>();
  const report = useHostInSight(onScreen, hostId, (host) => host.sockets);
  const [all, setAll] = useState(false);
  const [filter, setFilter] = useState('');
  const wanted = filter.trim();
  const rows = report === undefined ? [] : rowsOf(report, tab, t);
  const holding = holdingOf(rows, tab);
  const shown = all ? rows : holding.slice(0, FIRST_ROWS);
  // On a narrow screen even a short list may be folded.
  const foldable = rows.length > shown.length ? 'everywhere' : shown.length > FIRST_CARDS ? 'cards' : 'nowhere';
  const options = SOCKET_TABS.map((value) => ({
    value,
    text: t(`tabs.${value}`),
    count: report === undefined ? undefined : holdingOf(rowsOf(report, value, t), value).length,
  }));
  const choose = (value: string) => {
    setFilter('');
    onTab(SOCKET_TABS.find((known) => known === value) ?? 'fullest');
  };
  const aside = (
    <>
      <Segmented label={t('tabsLabel')} options={options} />
      <label className="flex min-w-48 flex-1 items-center gap-1.5 text-soft">
        <SearchIcon />
        <span className="sr-only">{t('find.label')}</span>
        <input
          type="search"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          placeholder={t('find.like')}
          maxLength={MOST_LETTERS}
          className="min-w-0 flex-1 rounded-md bg-transparent px-1 py-1 text-ink text-sm placeholder:text-faint"
        />
      </label>
      {report !== undefined && <Total report={report} />}
      <Link
        href={socketsHref(hostId, wanted)}
        className="whitespace-nowrap rounded-md text-accent text-xs hover:underline"
      >
        {t('all')}
      </Link>
    </>
  );
  return (
    <Tabs.Root ref={frame} value={tab} onValueChange={choose}>
      <Panel id="sockets" title={t('title')} aside={aside}>
        {wanted !== '' && (
          <div className={styles['frame']}>
            <SocketFinds hostId={hostId} filter={wanted} onOpen={onOpen} />
          </div>
        )}
        <Tabs.Content value={tab} className={styles['frame']} tabIndex={-1} hidden={wanted !== ''}>
          <p className="px-4 pt-2.5 pb-1 text-soft text-xs">
            {report === undefined ? t('waiting') : t(`about.${tab}`)}
          </p>
          {report !== undefined && holding.length === 0 && (
            <p className="px-4 pt-2 pb-3 text-faint text-sm">{t(`empty.${tab}`)}</p>
          )}
          {shown.length > 0 && (
            <SocketTable
              title={t(`about.${tab}`)}
              columns={COLUMNS[tab]}
              sockets={shown}
              names={report?.names}
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
                ? t('showFewer')
                : shown.length === holding.length && rows.length > holding.length
                  ? t('showIdle', { count: rows.length - holding.length })
                  : t('showAll', { count: rows.length })}
            </button>
          )}
        </Tabs.Content>
      </Panel>
    </Tabs.Root>
  );
});
SocketsPanel.displayName = 'SocketsPanel';
