'use client';
import { useTranslations } from 'next-intl';
import { type CSSProperties, useMemo } from 'react';
import type { Ordered } from '../hosts/HostOrder.ts';
import { HOST_RANK, hostState } from '../hosts/hosts.ts';
import { type Grid, gridFor, pagesOf, rowsFor } from './grid.ts';
import { shortNames } from './shortNames.ts';
import { useRoom } from './useRoom.ts';
import { useRotation } from './useRotation.ts';
import { WallPages } from './WallPages.tsx';
import styles from './WallTile.module.css';
import { WallTile } from './WallTile.tsx';

const NO_GRID: Grid = { columns: 1, rows: 1, density: 'large' };

interface WallTilesProps {
  readonly ordered: Ordered;
  readonly rotateMs: number;
}

/** All hosts at once, as large as that goes; where they would be too small to read, page after page. */
export const WallTiles = ({ ordered: { hosts, fresh, alarms }, rotateMs }: WallTilesProps) => {
  const t = useTranslations('wall');
  const [list, room] = useRoom<HTMLUListElement>();
  const most = room === undefined ? NO_GRID : gridFor(hosts.length, room);
  // One that has just calmed down may still stand before others that hurt.
  const pinned = hosts.findLastIndex((host) => HOST_RANK[hostState(host)] > HOST_RANK.unknown) + 1;
  const pages = pagesOf(hosts, { perPage: most.columns * most.rows, pinned });
  const longest = pages.reduce((length, page) => Math.max(length, page.length), 0);
  const { rows, density } = room === undefined ? NO_GRID : gridFor(longest, room);
  const page = useRotation({ pages: pages.length, everyMs: rotateMs, alarms });
  const shown = room === undefined ? [] : (pages[page] ?? []);
  // For each tile how many there are in its row.
  const abreast = rowsFor(shown.length, rows).flatMap((tiles) => new Array<number>(tiles).fill(tiles));
  const names = useMemo(() => shortNames(hosts), [hosts]);
  const isNew = hosts.filter(({ hostId }) => fresh.has(hostId));
  return (
    <>
      <ul
        ref={list}
        className={styles['tiles']}
        data-density={density}
        style={{ '--rows': Math.min(rows, shown.length) } as CSSProperties}
      >
        {shown.map((host, place) => (
          <WallTile
            key={host.hostId}
            host={host}
            name={names.get(host.hostId) ?? host.hostname}
            density={density}
            abreast={abreast[place] ?? 1}
            fresh={fresh.has(host.hostId)}
          />
        ))}
      </ul>
      <WallPages page={page} pages={pages.length} everyMs={rotateMs} alarms={alarms} />
      <p role="status" className="sr-only">
        {isNew[0] !== undefined && t('new', { others: isNew.length - 1, first: isNew[0].hostname })}
      </p>
    </>
  );
};
