import styles from './Chart.module.css';
import type { ChartSeries } from './types.ts';

interface ChartLegendProps {
  readonly series: readonly ChartSeries[];
  readonly colors: ReadonlyMap<string, string>;
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (id: string) => void;
}

/** Which line is which; a press hides or shows it. */
export const ChartLegend = ({ series, colors, hidden, onToggle }: ChartLegendProps) => (
  <ul className={styles['legend']}>
    {series.map(({ id, name }) => (
      <li key={id}>
        <button
          type="button"
          aria-pressed={!hidden.has(id)}
          onClick={() => onToggle(id)}
          className={styles['key']}
          style={{ '--color': colors.get(id) } as React.CSSProperties}
        >
          <span className={styles['swatch']} aria-hidden="true" />
          {name}
        </button>
      </li>
    ))}
  </ul>
);
