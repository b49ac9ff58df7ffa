'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useTranslations } from 'next-intl';
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { cx } from '../../../components/cx.ts';
import { useWallSized } from '../../../components/useWallSized.ts';
import styles from './Grid.module.css';
import { GridHead } from './GridHead.tsx';
import { GridPlaces } from './GridPlaces.tsx';
import { type DrawRow, GridRow } from './GridRow.tsx';
import { type ListRow, rowKey } from './ListWindow.ts';
import type { ListSeen } from './useListWindow.ts';

export interface GridColumn {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  readonly width: number;
  readonly numeric: boolean;
  readonly sort: string;
  /** Takes the room that the others leave. */
  readonly grows: boolean;
}

interface VirtualGridProps {
  readonly label: string;
  /** Which list it is: another one is seen from its top, and none of its rows is chosen. */
  readonly of: string;
  readonly columns: readonly GridColumn[];
  readonly list: ListSeen;
  /** The id of what says that this is not the list which is asked for, while it is not. */
  readonly formerBy: string | undefined;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly onOpen: (row: ListRow) => void;
  /** Whether somebody reads it now: the pointer rests on a row, a row is chosen, or the list is scrolled. */
  readonly onRead: (isRead: boolean) => void;
  readonly draw: DrawRow;
  /** A row is a card: no columns, and higher. */
  readonly isNarrow: boolean;
  /** How high a row is, which stays so. */
  readonly rowPx: number;
}

/** Of a row with columns, where letters have their usual size. */
export const ROW_PX = 36;
/** Rows drawn beyond what is seen, so that a flick does not outrun them. */
const OVERSCAN = 10;

/** A table of any length of which only what is seen is drawn; the arrow keys move through all of it. */
export const VirtualGrid = ({
  label,
  of,
  columns,
  list,
  formerBy,
  sort,
  onSort,
  onOpen,
  onRead,
  draw,
  isNarrow,
  rowPx,
}: VirtualGridProps) => {
  const t = useTranslations('sockets.page');
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const isWallSized = useWallSized();
  const [active, setActive] = useState(-1);
  const [isPointedAt, setPointedAt] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const { gone, length, rows, look } = list;
  const isWaiting = list.answer === undefined && list.trouble === undefined;
  const virtual = useVirtualizer({
    count: length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: OVERSCAN,
    useFlushSync: false,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => look(first, last), [look, first, last]);
  const seen = useRef(of);
  useLayoutEffect(() => {
    if (seen.current === of) return;
    seen.current = of;
    setActive(-1);
    scroller.current?.scrollTo({ top: 0 });
  }, [of]);
  const isRead = isPointedAt || (isFocused && active >= 0) || (virtual.scrollOffset ?? 0) > 0;
  useEffect(() => {
    onRead(isRead);
    return () => onRead(false);
  }, [onRead, isRead]);

  const move = (to: number) => {
    const next = Math.min(length - 1, Math.max(0, to));
    setActive(next);
    virtual.scrollToIndex(next);
  };
  const open = (index: number) => {
    const row = rows.get(index);
    if (row !== undefined) onOpen(row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== table.current || event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - ROW_PX) / rowPx) - 1);
    const places: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: length - 1,
    };
    const to = places[event.key];
    if (to !== undefined) move(to);
    else if (event.key === 'Enter' && active >= 0) open(active);
    else return;
    event.preventDefault();
  };
  const onClick = ({ target }: MouseEvent) => {
    const at = target instanceof Element ? target.closest('[data-index]')?.getAttribute('data-index') : undefined;
    if (at === undefined || at === null) return;
    setActive(Number(at));
    open(Number(at));
  };
  // On a very large screen all columns spread, so that none is far from the next.
  const shareOf = ({ width, grows }: GridColumn) =>
    isWallSized ? `${grows ? 2 * width : width}fr` : grows ? '1fr' : '';
  const tracks = columns.map((column) => {
    const [least, share] = [`${column.width / 16}rem`, shareOf(column)];
    return share === '' ? least : `minmax(${least}, ${share})`;
  });
  const style = {
    '--tracks': tracks.join(' '),
    '--least': isNarrow ? '100%' : `${columns.reduce((sum, { width }) => sum + width, 0) / 16}rem`,
    '--row': `${rowPx}px`,
  } as CSSProperties;
  // The keys move through all rows, of which the table has only some.
  const spoken = {
    role: 'grid',
    tabIndex: 0,
    'aria-label': label,
    'aria-describedby': cx(formerBy, `${id}-keys`),
    'aria-rowcount': length + 1,
    'aria-colcount': isNarrow ? 1 : columns.length,
    'aria-activedescendant': active >= first && active <= last && items.length > 0 ? `${id}-${active}` : undefined,
    'aria-busy': isWaiting || list.isOld,
  } as const;
  return (
    <>
      <p id={`${id}-keys`} className="sr-only">
        {t('keys')}
      </p>
      <div
        ref={scroller}
        className={styles['scroller']}
        data-old={list.isOld}
        data-former={formerBy !== undefined}
        data-narrow={isNarrow}
        data-waiting={isWaiting}
        style={style}
      >
        <table
          ref={table}
          {...spoken}
          onKeyDown={onKeyDown}
          onClick={onClick}
          onFocus={({ target }) => setFocused(target === table.current)}
          onBlur={() => setFocused(false)}
          className={styles['grid']}
        >
          <GridHead columns={columns} sort={sort} onSort={onSort} isNarrow={isNarrow} />
          <tbody
            className={styles['body']}
            style={{ height: virtual.getTotalSize() }}
            // A finger is on it for the moment of a tap only.
            onPointerEnter={({ pointerType }) => setPointedAt(pointerType !== 'touch')}
            onPointerLeave={() => setPointedAt(false)}
          >
            {items.map(({ index, start }) => (
              <GridRow
                key={keyOf(rows.get(index), index)}
                id={`${id}-${index}`}
                index={index}
                start={start}
                row={rows.get(index)}
                isGone={gone.has(index)}
                columns={columns}
                isActive={index === active}
                isNarrow={isNarrow}
                draw={draw}
              />
            ))}
          </tbody>
        </table>
        {isWaiting && <GridPlaces columns={columns} isNarrow={isNarrow} />}
      </div>
    </>
  );
};

/** A socket keeps its row while its place changes. */
const keyOf = (row: ListRow | undefined, index: number): string => (row === undefined ? `at ${index}` : rowKey(row));
