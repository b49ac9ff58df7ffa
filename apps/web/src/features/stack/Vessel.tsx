import type { Gauge } from '@netstrata/metrics';
import styles from './Vessel.module.css';

/** An empty vessel keeps a film on its floor, so that empty does not look like unknown. */
const FILM = 0.03;
/** A mark's name stands beside the glass when it is this short; longer ones are said in the tooltip. */
const LABEL_LETTERS = 10;

/** Whether there is something to fill: an amount against a limit, or surely nothing. */
const isMeasured = ({ value, fraction, state }: Gauge): boolean =>
  fraction !== undefined || (value === 0 && state !== 'unknown');

/**
 * The tank itself: filled from the floor up to its limit, the rim, with a scale of tenths on the glass and the thresholds
 * beside it. A picture only: the numbers stand next to it.
 */
export const Vessel = ({ gauge }: { readonly gauge: Gauge }) => {
  const { fraction, limit, marks, state } = gauge;
  const measured = isMeasured(gauge);
  const level = Math.min(1, Math.max(FILM, fraction ?? 0));
  const shown = marks.filter((mark) => limit !== undefined && limit > 0 && mark.value > 0 && mark.value <= limit);
  const labelled = shown.some(({ label }) => label.length <= LABEL_LETTERS);
  return (
    <span
      aria-hidden="true"
      className={styles['vessel']}
      data-state={measured ? state : 'unknown'}
      data-over={(fraction ?? 0) > 1}
      data-labelled={labelled}
    >
      <span className={styles['glass']}>
        {measured && (
          <span className={styles['water']} style={{ transform: `translateY(${((1 - level) * 100).toFixed(1)}%)` }} />
        )}
      </span>
      <span className={styles['marks']}>
        {shown.map(({ label, value }) => (
          <span
            key={label}
            className={styles['mark']}
            data-label={label.length <= LABEL_LETTERS ? label : undefined}
            style={{ bottom: `${((value / (limit ?? 1)) * 100).toFixed(1)}%` }}
          />
        ))}
      </span>
    </span>
  );
};
