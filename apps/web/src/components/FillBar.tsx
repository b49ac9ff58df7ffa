import styles from './FillBar.module.css';

interface FillBarProps {
  /** What it measures, for those who hear it. */
  readonly label: string;
  /** The numbers in words: they are what is read out. */
  readonly text: string;
  /** 0 to 1 and above; undefined where one of both numbers is unknown, which is drawn hollow. */
  readonly fraction: number | undefined;
  /** A state, or the direction of traffic. */
  readonly tone: 'calm' | 'busy' | 'saturated' | 'down' | 'up';
}

/** Something that fills against its limit. The numbers stand beside it: the bar is only their picture. */
export const FillBar = ({ label, text, fraction, tone }: FillBarProps) => {
  const level = Math.min(1, Math.max(0, fraction ?? 0));
  return (
    <span className={styles['fill']} data-tone={tone} data-known={fraction !== undefined}>
      {fraction !== undefined && (
        <meter className="sr-only" aria-label={label} aria-valuetext={text} min={0} max={1} value={level}>
          {text}
        </meter>
      )}
      <span className={styles['bar']} aria-hidden="true">
        {level > 0 && (
          <span className={styles['level']} style={{ transform: `translateX(${((level - 1) * 100).toFixed(1)}%)` }} />
        )}
      </span>
    </span>
  );
};
