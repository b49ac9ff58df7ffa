'use client';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import styles from './Details.module.css';

export interface DetailColumn<Row> {
  readonly id: string;
  readonly title: string;
  /** What it means, for those who hover or read by ear. */
  readonly help: string;
  /** Right-aligned figures. */
  readonly numeric?: boolean;
  /** Long words that may take several lines. */
  readonly wrap?: boolean;
  /** What clicking the title sorts by, the largest or the first of the alphabet on top; columns without it do not sort. */
  readonly sortBy?: (row: Row) => number | string | undefined;
  readonly cell: (row: Row) => ReactNode;
}

interface DetailTableProps<Row> {
  readonly title: string;
  readonly columns: readonly DetailColumn<Row>[];
  /** In the order that matters most by itself. */
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Rows before "show all". */
  readonly first?: number;
  /** Where the order is kept, when not here: "sent" for the largest first, "-sent" for the smallest. */
  readonly order?: string | undefined;
  readonly onOrder?: (order: string | undefined) => void;
}

interface Order {
  readonly column: string;
  readonly descending: boolean;
}

const FIRST_ROWS = 8;

const parseOrder = (text: string | undefined): Order | undefined =>
  text === undefined ? undefined : { column: text.replace(/^-/, ''), descending: !text.startsWith('-') };
const orderText = (order: Order | undefined): string | undefined =>
  order && `${order.descending ? '' : '-'}${order.column}`;

const compare = (a: number | string | undefined, b: number | string | undefined): number => {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return typeof a === 'number' && typeof b === 'number' ? b - a : String(a).localeCompare(String(b));
};

/** A small table in a drawer: sorted by a click, folded when it is long, each row a card where there is no room for columns. */
export function DetailTable<Row>(props: DetailTableProps<Row>) {
  const { title, columns, rows, keyOf, first = FIRST_ROWS, onOrder } = props;
  const t = useTranslations('details');
  const [all, setAll] = useState(false);
  const [own, setOwn] = useState<string>();
  const order = parseOrder(onOrder === undefined ? own : props.order);
  const setOrder = (next: Order | undefined) => (onOrder ?? setOwn)(orderText(next));
  const sortBy = columns.find(({ id }) => id === order?.column)?.sortBy;
  const sorted =
    sortBy === undefined ? rows : rows.toSorted((a, b) => (order?.descending ? 1 : -1) * compare(sortBy(a), sortBy(b)));
  const shown = all ? sorted : sorted.slice(0, first);
  const sort = (column: string) =>
    setOrder(
      order?.column !== column
        ? { column, descending: true }
        : order.descending
          ? { column, descending: false }
          : undefined,
    );
  const ariaSort = (id: string) => (id !== order?.column ? undefined : order.descending ? 'descending' : 'ascending');
  return (
    <>
      <div className={styles['frame']}>
        <table className={styles['table']}>
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr data-sort-by={columns.some(({ sortBy: sortable }) => sortable) ? t('sortBy') : undefined}>
              {columns.map(({ id, title: name, help, numeric, sortBy: sortable }) => (
                <th
                  key={id}
                  scope="col"
                  title={help}
                  data-numeric={numeric}
                  data-sortable={sortable !== undefined}
                  aria-sort={ariaSort(id)}
                >
                  {sortable === undefined ? (
                    name
                  ) : (
                    <button type="button" className={styles['sort']} onClick={() => sort(id)}>
                      {name}
                    </button>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={keyOf(row)}>
                {columns.map(({ id, title: name, numeric, wrap, cell }) => (
                  <td key={id} data-numeric={numeric} data-wrap={wrap}>
                    {/* In a card, where no head stands above it. */}
                    <span className={styles['name']} aria-hidden="true">
                      {name}
                    </span>
                    <div className={styles['value']}>{cell(row)}</div>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > first && (
        <button
          type="button"
          onClick={() => setAll(!all)}
          className="w-full border-line border-t px-[var(--edge,1.25rem)] py-2 text-left text-accent text-xs hover:bg-hover"
        >
          {all ? t('showFewer') : t('showAll', { count: rows.length })}
        </button>
      )}
    </>
  );
}
