'use client';
import { formatAge } from '@netstrata/metrics';
import type { HostSummary } from '@netstrata/protocol/types';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { clockMinute } from '../../components/clockTime.ts';
import { cx } from '../../components/cx.ts';
import { useClocked } from '../connection/live.ts';
import { HostStateIcon } from '../hosts/HostState.tsx';
import { useSession } from '../session/useSession.ts';
import { Mark } from '../shell/Mark.tsx';
import { fleetCounts } from './fleetCounts.ts';
import { useFullScreen } from './useFullScreen.ts';
import { useTagWords } from './useTagWords.ts';
import styles from './Wall.module.css';
import type { WallOptions } from './wallOptions.ts';

const Home = () => {
  const t = useTranslations('wall');
  const { me } = useSession();
  if (me?.kind !== 'person')
    return (
      <span className={styles['mark']}>
        <Mark />
      </span>
    );
  return (
    <Link href="/" aria-label={t('back')} title={t('back')} className={styles['mark'] ?? ''}>
      <Mark />
    </Link>
  );
};

/** The hour and minute; that the screen lives is seen by its numbers. The server has another clock: the first picture has none. */
const Clock = () => {
  const time = useClocked((_, nowMs) => (nowMs === 0 ? '' : clockMinute(nowMs)));
  return (
    <time data-clock className={styles['clock']}>
      {time}
    </time>
  );
};

/** Whether the screen shows what is now, or how long ago that was. */
const Age = ({ lostAtMs }: { readonly lostAtMs: number | undefined }) => {
  const t = useTranslations('wall');
  const locale = useLocale();
  const age = useClocked((_, nowMs) =>
    lostAtMs === undefined ? undefined : formatAge(Math.max(0, nowMs - lostAtMs), locale),
  );
  return (
    <span className={styles['age']} data-live={age === undefined}>
      {age === undefined ? t('live') : t('old', { age })}
    </span>
  );
};

const FullScreen = () => {
  const t = useTranslations('wall');
  const [isFull, toggle] = useFullScreen();
  return (
    <button type="button" onClick={toggle} aria-keyshortcuts="f" className={styles['control']}>
      {t(isFull ? 'leaveFullScreen' : 'fullScreen')}
      <kbd className={styles['key']}>F</kbd>
    </button>
  );
};

interface WallBarProps {
  readonly hosts: readonly HostSummary[];
  readonly tags: WallOptions['tags'];
  /** Undefined while the server is heard of. */
  readonly lostAtMs: number | undefined;
}

/** What the screen is of, how many hosts are how, and the time. */
export const WallBar = ({ hosts, tags, lostAtMs }: WallBarProps) => {
  const t = useTranslations('wall');
  const tagWords = useTagWords();
  return (
    <header className={styles['bar']}>
      <Home />
      <h1 className={styles['title']}>{tags.length === 0 ? t('title') : t('titleTags', { tags: tagWords(tags) })}</h1>
      <ul className={styles['counts']}>
        {fleetCounts(hosts).map(({ state, count }) => (
          <li key={state} className={styles['count']} data-state={state}>
            <HostStateIcon state={state} className={cx(styles['icon'])} />
            {t(`counts.${state}`, { count })}
          </li>
        ))}
      </ul>
      <FullScreen />
      {hosts.length > 0 && <Age lostAtMs={lostAtMs} />}
      <Clock />
    </header>
  );
};
