'use client';
import { type FormatOptions, LAYERS, type LayerModel } from '@netstrata/metrics';
import { useSyncExternalStore } from 'react';
import { cx } from '../../components/cx.ts';
import { DownIcon, UpIcon } from '../../components/icons.tsx';
import { LayerRow, type OpenLayer } from './LayerRow.tsx';
import styles from './Stack.module.css';
import { LAYER_NAMES, STACK_TEXT } from './text.ts';

const subscribeVisibility = (listener: () => void) => {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
};
const useVisible = () =>
  useSyncExternalStore(
    subscribeVisibility,
    () => document.visibilityState === 'visible',
    () => true,
  );

interface StackProps {
  readonly hostId: string;
  readonly layers: readonly LayerModel[];
  readonly options: FormatOptions;
  /** False when the numbers are old: the traffic stands still. */
  readonly live: boolean;
  readonly onOpen: OpenLayer;
}

/** The signature picture: five layers, application on top, link below, with the traffic of both directions through them. */
export const Stack = ({ hostId, layers, options, live, onOpen }: StackProps) => {
  const moving = useVisible() && live;
  return (
    <section className={styles['frame']} aria-label={STACK_TEXT.stack}>
      <div className={styles['stack']} data-moving={moving}>
        <StackCap />
        <ol className={styles['strata']}>
          {layers.map((model, index) => (
            <LayerRow key={model.layer} hostId={hostId} index={index} model={model} options={options} onOpen={onOpen} />
          ))}
        </ol>
        <StackWire />
      </div>
    </section>
  );
};

const StackCap = () => (
  <div className={styles['cap']}>
    <div />
    <div className="flex flex-wrap items-center gap-x-4 gap-y-0.5 text-2xs text-soft">
      <span className="font-medium text-faint uppercase tracking-[0.08em]">{STACK_TEXT.programs}</span>
      <span className="inline-flex items-center gap-1">
        <DownIcon className="size-3 text-down" />
        {STACK_TEXT.sending}
      </span>
      <span className="inline-flex items-center gap-1">
        <UpIcon className="size-3 text-up" />
        {STACK_TEXT.receiving}
      </span>
      <span className={cx(styles['ceilingNote'], 'items-center gap-1.5')}>
        <span className={styles['swatch']} aria-hidden="true" />
        {STACK_TEXT.ceiling}
      </span>
    </div>
  </div>
);

const StackWire = () => (
  <div className={styles['wire']}>
    <span className="block py-1 font-medium text-2xs text-faint uppercase tracking-[0.08em]">{STACK_TEXT.wire}</span>
  </div>
);

const BONES = [0, 1, 2, 3] as const;

/** The same picture before the first sample: its places are kept, so nothing jumps when the numbers come. */
export const StackSkeleton = () => (
  <section className={styles['frame']} aria-label={STACK_TEXT.loading} aria-busy="true">
    <div className={styles['stack']} data-moving="false">
      <StackCap />
      <ol className={styles['strata']}>
        {LAYERS.map((layer) => (
          <li key={layer} className={styles['layer']} data-state="loading">
            <div className={styles['pipes']} />
            <div className={styles['slab']}>
              <div className={styles['head']}>
                <h3 className="font-semibold text-faint text-lg">{LAYER_NAMES[layer]}</h3>
                <div className="skeleton mt-1 h-3 w-4/5 max-w-72" />
              </div>
              <div className={styles['headlines']}>
                {BONES.slice(0, 3).map((bone) => (
                  <div key={bone} className="skeleton h-8" />
                ))}
              </div>
              <div className={styles['gauges']}>
                {BONES.map((bone) => (
                  <div key={bone} className="skeleton min-h-15" />
                ))}
              </div>
              <div className={styles['spark']}>
                <div className="skeleton h-full min-h-16" />
              </div>
            </div>
          </li>
        ))}
      </ol>
      <StackWire />
    </div>
  </section>
);
