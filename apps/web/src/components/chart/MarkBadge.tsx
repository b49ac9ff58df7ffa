import styles from './Chart.module.css';

interface MarkBadgeProps {
  readonly text: string;
  /** Where the line of the mark is; recharts puts it in. */
  readonly viewBox?: { readonly x?: number; readonly y?: number };
}

const HIGH = 16;

/** The number of a mark over its line, as it stands in the list below the chart. */
export const MarkBadge = ({ text, viewBox: { x = 0, y = 0 } = {} }: MarkBadgeProps) => {
  const wide = Math.max(HIGH, 8 + text.length * 6.5);
  return (
    <g className={styles['badge']} transform={`translate(${x} ${y - HIGH / 2 - 1})`}>
      <rect x={-wide / 2} y={-HIGH / 2} width={wide} height={HIGH} rx={HIGH / 2} />
      <text textAnchor="middle" dy="0.36em">
        {text}
      </text>
    </g>
  );
};
