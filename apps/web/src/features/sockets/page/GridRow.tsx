import { useTranslations } from 'next-intl';
import { memo, type ReactNode } from 'react';
import styles from './Grid.module.css';
import type { ListRow } from './ListWindow.ts';
import type { GridColumn } from './VirtualGrid.tsx';

/** What rows show; the same object for as long as it shows the same. */
export interface DrawRow {
  readonly cell: (row: ListRow, column: string) => ReactNode;
  /** All of a row on a narrow screen. */
  readonly card: (row: ListRow) => ReactNode;
  /** How high that is where letters have their usual size. */
  readonly cardPx: number;
}

interface GridRowProps {
  readonly id: string;
  readonly index: number;
  readonly start: number;
  readonly row: ListRow | undefined;
  /** It stands no more for what there is, only for what there was in its place. */
  readonly isGone: boolean;
  readonly columns: readonly GridColumn[];
  readonly isActive: boolean;
  readonly isNarrow: boolean;
  readonly draw: DrawRow;
}

/** One row, or the place of one that is on its way. Drawn again only when something in it changed. */
export const GridRow = memo(({ id, index, start, row, isGone, columns, isActive, isNarrow, draw }: GridRowProps) => {
  const t = useTranslations('sockets.page');
  const common = {
    id,
    'aria-rowindex': index + 2,
    'data-index': index,
    'data-active': isActive,
    'data-gone': isGone || undefined,
    className: styles['row'],
    style: { transform: `translateY(${start}px)` },
  } as const;
  if (row === undefined) {
    return (
      <tr {...common} aria-busy={!isGone}>
        <td className={styles[isGone ? 'place' : 'skeleton']}>
          <span className={isGone ? undefined : 'sr-only'}>{t(isGone ? 'hold.isGone' : 'loading')}</span>
        </td>
      </tr>
    );
  }
  const mark = isGone && <span className={styles['mark']}>{t('hold.isGone')}</span>;
  if (isNarrow) {
    return (
      <tr {...common}>
        <td className={styles['card']}>
          {draw.card(row)}
          {mark}
        </td>
      </tr>
    );
  }
  return (
    <tr {...common}>
      {columns.map((column, at) => (
        <td key={column.id} data-column={column.id} data-numeric={column.numeric} className={styles['cell']}>
          {at === 0 && mark}
          {draw.cell(row, column.id)}
        </td>
      ))}
    </tr>
  );
});
GridRow.displayName = 'GridRow';
