'use client';
import type { HostSummary } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useEffect, useMemo } from 'react';
import { clockTime } from '../../components/clockTime.ts';
import { cx } from '../../components/cx.ts';
import { LinkLostIcon } from '../../components/icons.tsx';
import { useClocked } from '../connection/live.ts';
import { useLostSince } from '../connection/useLostSince.ts';
import { useHosts } from '../hosts/useHosts.ts';
import { useOrder } from '../hosts/useOrder.ts';
import { useSession } from '../session/useSession.ts';
import { isQuiet } from './fleetCounts.ts';
import { keepAwake } from './keepAwake.ts';
import { pixelShift } from './pixelShift.ts';
import { Quiet } from './Quiet.tsx';
import { useAtRest } from './useAtRest.ts';
import { useReload } from './useReload.ts';
import { useRootTheme } from './useRootTheme.ts';
import { useTagWords } from './useTagWords.ts';
import { useWallOptions } from './useWallOptions.ts';
import styles from './Wall.module.css';
import { WallBar } from './WallBar.tsx';
import { WallEnded, WallMessage } from './WallMessage.tsx';
import { WallTiles } from './WallTiles.tsx';
import { isDimmed, isTagged, type WallOptions } from './wallOptions.ts';

const NO_HOSTS: readonly HostSummary[] = [];
const useTagged = (hosts: readonly HostSummary[] | undefined, wanted: WallOptions['tags']) =>
  useMemo(() => (wanted.length === 0 ? hosts : hosts?.filter(({ tags }) => isTagged(tags, wanted))), [hosts, wanted]);

const Content = ({
  hosts,
  options,
}: {
  readonly hosts: readonly HostSummary[] | undefined;
  readonly options: WallOptions;
}) => {
  const t = useTranslations('wall');
  const tagWords = useTagWords();
  const ordered = useOrder(hosts);
  if (hosts === undefined || ordered === undefined) return <WallMessage title={t('connecting')} />;
  const { tags } = options;
  if (hosts.length === 0)
    return tags.length === 0 ? (
      <WallMessage title={t('empty')} about={t('emptyAbout')} />
    ) : (
      <WallMessage title={t('noneTagged', { tags: tagWords(tags) })} about={t('noneTaggedAbout')} />
    );
  return (
    <>
      {isQuiet(hosts) && <Quiet hosts={hosts} />}
      <WallTiles ordered={ordered} rotateMs={options.rotateMs} />
    </>
  );
};

/** Moves by a few pixels each minute, so that no edge burns in. */
const useShift = (): string =>
  useClocked((_, nowMs) => {
    const [x, y] = pixelShift(nowMs);
    return `${x}px ${y}px`;
  });

/** All hosts on a screen that nobody touches: worst first, readable from across the room. */
export const WallView = ({ build }: { readonly build: string | undefined }) => {
  const t = useTranslations('wall');
  const options = useWallOptions();
  const hosts = useTagged(useHosts(), options.tags);
  const { ended } = useSession();
  const lostAtMs = useLostSince();
  const atRest = useAtRest();
  const shift = useShift();
  const dimmed = useClocked((_, nowMs) => nowMs > 0 && isDimmed(options.dim, new Date(nowMs).getHours()));
  useRootTheme(options.theme);
  useReload(build);
  // Browsers have it on secure addresses alone.
  useEffect(() => keepAwake({ wakeLock: navigator.wakeLock as WakeLock | undefined, page: document }), []);
  if (ended) return <WallEnded />;
  return (
    <main
      className={styles['wall']}
      data-link={lostAtMs === undefined ? 'open' : 'lost'}
      data-rest={atRest}
      data-dimmed={dimmed}
    >
      <div className={styles['picture']} style={{ translate: shift }}>
        <WallBar hosts={hosts ?? NO_HOSTS} tags={options.tags} lostAtMs={lostAtMs} />
        {lostAtMs !== undefined && (
          <p role="alert" className={styles['lost']}>
            <LinkLostIcon className={cx(styles['icon'])} />
            {t('lost', { since: clockTime(lostAtMs) })}
          </p>
        )}
        <div className={cx(styles['content'], 'stale-aware')} data-stale={lostAtMs !== undefined}>
          <Content hosts={hosts} options={options} />
        </div>
      </div>
    </main>
  );
};
