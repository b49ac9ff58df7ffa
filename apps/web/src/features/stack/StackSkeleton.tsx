import { LAYERS } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import styles from './Stack.module.css';
import { StackCap, StackWire } from './Stack.tsx';

const BONES = [0, 1, 2, 3] as const;

/** The picture before the first sample: its places are kept, so nothing jumps when the numbers come. */
export const StackSkeleton = () => {
  const t = useTranslations();
  return (
    <section className={styles['frame']} aria-label={t('stack.loading')} aria-busy="true">
      <div className={styles['stack']} data-moving="false">
        <StackCap />
        <ol className={styles['strata']}>
          {LAYERS.map((layer) => (
            <li key={layer} className={styles['layer']} data-state="loading">
              <div className={styles['pipes']} />
              <div className={styles['slab']}>
                <div className={styles['head']}>
                  <h2 className="font-semibold text-faint text-lg">{t(`layers.names.${layer}`)}</h2>
                  <div className="skeleton mt-1 h-3 w-4/5 max-w-72" />
                </div>
                <div className={styles['headlines']}>
                  {BONES.slice(0, 3).map((bone) => (
                    <div key={bone} className="skeleton h-8" />
                  ))}
                </div>
                <div className={styles['gauges']}>
                  {BONES.map((bone) => (
                    <div key={bone} className="skeleton row-span-2 min-h-15" />
                  ))}
                </div>
                <div className={styles['spark']}>
                  <div className="skeleton h-full min-h-11" />
                </div>
              </div>
            </li>
          ))}
        </ol>
        <StackWire />
      </div>
    </section>
  );
};
