'use client';
import type { LayerModel } from '@netstrata/metrics';
import { memo, useEffect, useRef } from 'react';
import styles from './FlowRail.module.css';
import { livelinessOf, playbackRateOf } from './flow.ts';

interface TubeProps {
  readonly direction: 'down' | 'up';
  /** 0..1, undefined when unknown. */
  readonly liveliness: number | undefined;
}

/** One pipe. Its stream is moved by a CSS animation on transform; only the animation's speed follows the traffic. */
const Tube = memo(({ direction, liveliness }: TubeProps) => {
  const stream = useRef<HTMLSpanElement>(null);
  const animation = useRef<Animation>(undefined);
  const flow = liveliness === undefined ? 'unknown' : liveliness === 0 ? 'none' : 'some';
  useEffect(() => {
    // What does not flow has no animation: one that is hidden would still be worked on in every frame.
    if (liveliness === undefined || flow !== 'some') {
      animation.current = undefined;
      return;
    }
    // Asked for once: the question makes the browser settle all styles.
    animation.current ??= stream.current?.getAnimations()[0];
    animation.current?.updatePlaybackRate(playbackRateOf(liveliness));
  }, [liveliness, flow]);
  return (
    <span className={styles['tube']} data-direction={direction} data-flow={flow}>
      <span className={styles['volume']} style={{ '--liveliness': liveliness ?? 0 } as React.CSSProperties}>
        <span ref={stream} className={styles['stream']} />
      </span>
    </span>
  );
});
Tube.displayName = 'Tube';

/** The two pipes through one layer and the gap below it. A picture only: the headlines beside it say the same in words. */
export const FlowRail = memo(({ flow: { down, up, unit } }: Pick<LayerModel, 'flow'>) => (
  <div className={styles['rail']} aria-hidden="true">
    <Tube direction="down" liveliness={livelinessOf(down, unit)} />
    <Tube direction="up" liveliness={livelinessOf(up, unit)} />
  </div>
));
FlowRail.displayName = 'FlowRail';
