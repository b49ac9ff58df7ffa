import styles from './Grid.module.css';
import type { GridColumn } from './VirtualGrid.tsx';

/** As many as a high screen has room for. */
const PLACES = Array.from({ length: 40 }, (_, place) => place);

interface GridPlacesProps {
  readonly columns: readonly GridColumn[];
  /** A row is a card: no columns. */
  readonly isNarrow: boolean;
}

/** Where rows will be before the first answer: what comes stands in the same columns. */
export const GridPlaces = ({ columns, isNarrow }: GridPlacesProps) => (
  <div aria-hidden="true">
    {PLACES.map((place) => (
      <div key={place} className={styles['bones']}>
        {isNarrow ? (
          <span className={styles['card']}>
            <span className="skeleton h-3 w-2/5" />
            <span className="skeleton mt-1.5 h-3 w-4/5" />
          </span>
        ) : (
          columns.map(({ id, numeric }) => (
            <span key={id} className={styles['cell']} data-numeric={numeric}>
              <span className={`skeleton inline-block h-2.5 ${numeric ? 'w-1/2' : 'w-3/5'}`} />
            </span>
          ))
        )}
      </div>
    ))}
  </div>
);
