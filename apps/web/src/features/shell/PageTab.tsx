'use client';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { freshnessOf } from '../connection/freshness.ts';
import { useFreshness, useWatched } from '../connection/live.ts';
import { hostOf } from '../connection/state.ts';
import { hostOfPath } from './hostOfPath.ts';
import { pageOf } from './pages.ts';
import { TabHead } from './TabHead.tsx';
import { tabState } from './tabState.ts';

const MARKS = { plain: '', saturated: '(!) ', away: '(–) ' } as const;
const ICONS = { plain: '/icon.svg', saturated: '/icon-saturated.svg', away: '/icon-away.svg' } as const;

/** The tab of a page: which host, which page, and, while nobody looks, that the host hurts or is not heard. */
export const PageTab = () => {
  const t = useTranslations();
  const pathname = usePathname();
  const page = pageOf(pathname);
  const hostId = hostOfPath(pathname);
  // By the clock, since a server that hangs says nothing; and by what comes, since the clock stands while nobody looks.
  useFreshness(hostId);
  const kind = useWatched((live) => freshnessOf(live, hostId, Date.now()).kind);
  const hostname = useWatched((state) => hostOf(state, hostId).update?.facts.hostname);
  const isSaturated = useWatched((state) =>
    (hostOf(state, hostId).update?.stack.layers ?? []).some((layer) => layer.state === 'saturated'),
  );
  const ofHost = page?.ofHost !== undefined;
  const state = ofHost ? tabState(kind, isSaturated) : 'plain';
  const names = [ofHost && hostname, page && t(`navigation.${page.id}`), t('shell.product')].filter(
    (name): name is string => typeof name === 'string',
  );
  return <TabHead names={[`${MARKS[state]}${names[0]}`, ...names.slice(1)]} icon={ICONS[state]} />;
};
