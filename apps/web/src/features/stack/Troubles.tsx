'use client';
import { formatValue, type Labels, type Trouble } from '@netstrata/metrics';
import { memo, useEffect, useState } from 'react';
import { cx } from '../../components/cx.ts';
import { DropIcon } from '../../components/icons.tsx';
import styles from './Troubles.module.css';

const CHIP = {
  saturated: 'bg-saturated-wash text-saturated-ink ring-saturated/50',
  busy: 'bg-busy-wash text-busy-ink ring-busy/50',
  calm: 'bg-transparent text-soft ring-line-strong',
  unknown: 'bg-unknown-wash text-unknown-ink ring-line-strong',
} as const;

const rateOf = (trouble: Trouble) => formatValue(trouble.perSecond, 'events/s');

/** How long the place of the last trouble stays free. */
const LINGER_MS = 120_000;

/** True while `present`, and for a while after: a drop now and then must not move the layers below up and down. */
const useLingering = (present: boolean): boolean => {
  const [held, setHeld] = useState(present);
  useEffect(() => {
    if (present) {
      setHeld(true);
      return;
    }
    const timer = setTimeout(() => setHeld(false), LINGER_MS);
    return () => clearTimeout(timer);
  }, [present]);
  return present || held;
};

interface TroublesProps {
  readonly troubles: readonly Trouble[];
  /** With the labels of the one device or queue that it happens at. */
  readonly onOpen: (metric: string, labels?: Labels) => void;
}

/** Drops and errors of a layer, leaking out of its pipes. */
export const Troubles = memo(({ troubles, onOpen }: TroublesProps) => {
  const leaks = troubles.filter(({ perSecond }) => perSecond !== undefined && perSecond > 0);
  const lingering = useLingering(troubles.length > 0);
  if (!lingering) return null;
  const worst = (['saturated', 'busy'] as const).find((state) => leaks.some((leak) => leak.state === state)) ?? 'calm';
  return (
    <div className={styles['troubles']} data-state={worst}>
      {leaks.length > 0 && <span className={styles['leak']} aria-hidden="true" />}
      <ul className="flex min-w-0 flex-wrap gap-1.5 empty:hidden">
        {troubles.map((trouble) => (
          <li key={trouble.id}>
            <button
              type="button"
              onClick={() => onOpen(trouble.metric, trouble.labels)}
              className={cx(
                'relative z-2 inline-flex min-h-6 items-center gap-1.5 rounded-xl px-2 py-0.5 text-left text-2xs ring-1 ring-inset hover:brightness-110',
                CHIP[trouble.state],
              )}
            >
              <DropIcon className="size-3" />
              <span className="font-semibold tabular-nums">{rateOf(trouble)}</span>
              {trouble.title}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
});
Troubles.displayName = 'Troubles';
