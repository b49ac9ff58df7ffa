'use client';
import type { FormatOptions, LayerModel } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { memo, type ReactNode, useMemo } from 'react';
import { DownIcon, UpIcon } from '../../components/icons.tsx';
import { useVisible } from '../connection/useVisible.ts';
import { heldBy } from './heldBy.ts';
import { LayerRow, type OpenLayer } from './LayerRow.tsx';
import styles from './Stack.module.css';

export interface StackProps {
  readonly hostId: string;
  readonly layers: readonly LayerModel[];
  readonly options: FormatOptions;
  /** False when the numbers are old: the traffic stands still. */
  readonly live: boolean;
  readonly onOpen: OpenLayer;
  /** At the end of the legend: what can be done with the picture. */
  readonly children?: ReactNode;
}

/** The signature picture: five layers, application on top, link below, with the traffic of both directions through them. */
export const Stack = ({ hostId, layers, options, live, onOpen, children }: StackProps) => {
  const t = useTranslations('stack');
  const moving = useVisible() && live;
  const held = useMemo(() => heldBy(layers), [layers]);
  return (
    <section className={styles['frame']} aria-label={t('stack')}>
      <div className={styles['stack']} data-moving={moving}>
        <StackCap>{children}</StackCap>
        <ol className={styles['strata']}>
          {layers.map((model, index) => (
            <LayerRow
              key={model.layer}
              hostId={hostId}
              index={index}
              model={model}
              heldBy={held[index]}
              options={options}
              onOpen={onOpen}
            />
          ))}
        </ol>
        <StackWire />
      </div>
    </section>
  );
};

export const StackCap = memo(({ children }: { readonly children?: ReactNode }) => {
  const t = useTranslations('stack');
  return (
    <div className={styles['cap']}>
      <span className="font-medium text-faint uppercase tracking-[0.08em]">{t('programs')}</span>
      <span className="inline-flex items-center gap-1">
        <DownIcon className="size-3 text-down" />
        {t('sending')}
      </span>
      <span className="inline-flex items-center gap-1">
        <UpIcon className="size-3 text-up" />
        {t('receiving')}
      </span>
      <span className={styles['note']}>{t('pace')}</span>
      {children !== undefined && <span className="ml-auto flex items-center gap-1">{children}</span>}
    </div>
  );
});
StackCap.displayName = 'StackCap';

export const StackWire = memo(() => {
  const t = useTranslations('stack');
  return (
    <div className={styles['wire']}>
      <span className="font-medium uppercase tracking-[0.08em]">{t('wire')}</span>
      <span className={styles['note']}>
        <span className={styles['swatch']} aria-hidden="true" />
        {t('ceiling')}
      </span>
    </div>
  );
});
StackWire.displayName = 'StackWire';
