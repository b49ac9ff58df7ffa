import type { Gauge } from '@netstrata/metrics';
import type { CSSProperties } from 'react';
import styles from './Vessel.module.css';

/** An empty vessel keeps a film on its floor, so that empty does not look like unknown. */
const FILM = 0.03;
/** On wide screens a mark's name stands beside the glass when it is this short; all are said in the tooltip. */
const LABEL_LETTERS = 10;

/** Whether there is something to fill: an amount against a limit, or surely nothing. */
const isMeasured = ({ value, fraction, state }: Gauge): boolean =>
  fraction !== undefined || (value === 0 && state !== 'unknown');

const marksOf = ({ marks, limit }: Gauge): Gauge['marks'] =>
  marks.filter(({ value }) => limit !== undefined && limit > 0 && value > 0 && value <= limit);

/** Whether names stand beside the glass, which need room. */
const hasLabels = (gauge: Gauge): boolean => marksOf(gauge).some(({ label }) => label.length <= LABEL_LETTERS);

/** A part of a whole is no level under a rim: all of it is not full. */
const Ring = ({ fraction }: Pick<Gauge, 'fraction'>) => (
  <span
    aria-hidden="true"
    className={styles['ring']}
    data-known={fraction !== undefined}
    style={{ '--part': `${((fraction ?? 0) * 100).toFixed(1)}%` } as CSSProperties}
  />
);

/**
 * The tank itself: filled from the floor up to its limit, the rim, with a scale of tenths on the glass and the thresholds
 * beside it. A picture only: the numbers stand next to it.
 */
export const Vessel = ({ gauge }: { readonly gauge: Gauge }) => {
  const { fraction, limit, state, isMix } = gauge;
  if (isMix) return <Ring fraction={fraction} />;
  const measured = isMeasured(gauge);
  const level = Math.min(1, Math.max(FILM, fraction ?? 0));
  const shown = marksOf(gauge);
  return (
    <span
      aria-hidden="true"
      className={styles['vessel']}
      data-state={measured ? state : 'unknown'}
      data-over={(fraction ?? 0) > 1}
      data-labelled={hasLabels(gauge)}
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
