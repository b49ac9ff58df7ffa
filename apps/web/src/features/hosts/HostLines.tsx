'use client';
import type { HostSummary } from '@netstrata/protocol/types';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, useCallback, useLayoutEffect, useRef, useState } from 'react';
import styles from './HostList.module.css';
import { HostCard, HostRow } from './HostRow.tsx';
import type { HostDensity } from './hostsQuery.ts';

/** So many lines are all there: the browser's own search finds them, and they print. */
const ALL_AT_ONCE = 80;
const BEYOND_SIGHT = 8;
const LINE_PX = { table: 68, cards: 190 } as const;
/** The least width of a card, and what is between two. */
const CARD = { widthRem: 17, gapRem: 0.75 };

/** Where the list begins on the page, and how many cards stand side by side. */
const usePlace = () => {
  const element = useRef<HTMLUListElement>(null);
  const [place, setPlace] = useState({ top: 0, columns: 1 });
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return;
    const look = () => {
      const { top, width } = current.getBoundingClientRect();
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const columns = Math.max(1, Math.floor((width / rem + CARD.gapRem) / (CARD.widthRem + CARD.gapRem)));
      setPlace({ top: top + window.scrollY, columns });
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return { element, ...place };
};

interface HostLinesProps {
  readonly hosts: readonly HostSummary[];
  readonly density: HostDensity;
  readonly label: string;
  readonly onEdit: ((host: HostSummary) => void) | undefined;
}

/** Hosts in lines of one row or several cards; of long lists only what is in sight is drawn. */
export const HostLines = ({ hosts, density, label, onEdit }: HostLinesProps) => {
  const { element, top, columns: fitting } = usePlace();
  const columns = density === 'table' ? 1 : fitting;
  const count = Math.ceil(hosts.length / columns);
  // A new one makes every line be placed anew: while somebody scrolls it stays the same.
  const getItemKey = useCallback((n: number) => `${density} ${hosts[n * columns]?.hostId}`, [density, hosts, columns]);
  const lines = useWindowVirtualizer({
    count,
    estimateSize: () => LINE_PX[density],
    overscan: count <= ALL_AT_ONCE ? count : BEYOND_SIGHT,
    scrollMargin: top,
    getItemKey,
  });
  const Item = density === 'table' ? HostRow : HostCard;
  return (
    <ul ref={element} aria-label={label} className={styles['lines']} style={{ height: lines.getTotalSize() }}>
      {lines.getVirtualItems().map(({ key, index, start }) => (
        <li
          key={key}
          ref={lines.measureElement}
          data-index={index}
          aria-setsize={count}
          aria-posinset={index + 1}
          className={styles['line']}
          style={{ transform: `translateY(${start - top}px)`, '--columns': columns } as CSSProperties}
        >
          <div className={density === 'table' ? undefined : styles['cards']}>
            {hosts.slice(index * columns, (index + 1) * columns).map((host) => (
              <Item key={host.hostId} host={host} onEdit={onEdit} />
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
};
