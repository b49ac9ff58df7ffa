import { DownIcon, UpIcon } from '../../../components/icons.tsx';
import styles from './Grid.module.css';
import type { GridColumn } from './VirtualGrid.tsx';

interface GridHeadProps {
  readonly columns: readonly GridColumn[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly isNarrow: boolean;
}

/** The other way round, or by another column: numbers from the largest, names from A. */
const nextSort = (sort: string, column: GridColumn): string => {
  if (sort === column.sort) return `+${column.sort}`;
  if (sort === `+${column.sort}`) return column.sort;
  return column.numeric ? column.sort : `+${column.sort}`;
};

/** Titles of columns, each a button that sorts by it. */
export const GridHead = ({ columns, sort, onSort, isNarrow }: GridHeadProps) => (
  <thead className={styles['head']} hidden={isNarrow}>
    <tr className={styles['titles']} aria-rowindex={1}>
      {columns.map((column) => {
        const order = sort === column.sort ? 'descending' : sort === `+${column.sort}` ? 'ascending' : undefined;
        return (
          <th key={column.id} scope="col" aria-sort={order} data-numeric={column.numeric} className={styles['title']}>
            <button type="button" title={column.help} onClick={() => onSort(nextSort(sort, column))}>
              <span className="truncate">{column.title}</span>
              {order === 'descending' && <DownIcon className="size-3" />}
              {order === 'ascending' && <UpIcon className="size-3" />}
            </button>
          </th>
        );
      })}
    </tr>
  </thead>
);
