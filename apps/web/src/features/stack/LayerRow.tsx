'use client';
import { type FormatOptions, formatValue, type Labels, type Layer, type LayerModel } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { memo, useCallback } from 'react';
import { cx } from '../../components/cx.ts';
import { keepUnits } from '../../components/keepUnits.ts';
import { StateBadge, stateInk } from '../../components/State.tsx';
import { FlowRail } from './FlowRail.tsx';
import { Gauge } from './Gauge.tsx';
import { Headlines } from './Headlines.tsx';
import { Sparkline } from './Sparkline.tsx';
import styles from './Stack.module.css';
import { Troubles } from './Troubles.tsx';

/** Opens a layer's metrics, or one of them, or some of its series. */
export type OpenLayer = (layer: Layer, metric?: string, labels?: Labels) => void;

interface LayerRowProps {
  readonly hostId: string;
  readonly index: number;
  readonly model: LayerModel;
  /** The nearest layer below that takes no more: nothing above it can do more either. */
  readonly heldBy: Layer | undefined;
  readonly options: FormatOptions;
  readonly onOpen: OpenLayer;
}

/** One layer of the stack. */
export const LayerRow = memo(({ hostId, index, model, heldBy, options, onOpen }: LayerRowProps) => {
  const t = useTranslations();
  const { layer, state, reason, headlines, gauges, troubles, flow } = model;
  const openMetric = useCallback((metric: string, labels?: Labels) => onOpen(layer, metric, labels), [onOpen, layer]);
  const name = t(`layers.names.${layer}`);
  return (
    <li className={styles['layer']} data-layer={layer} data-state={state} data-held={heldBy !== undefined}>
      <div className={styles['pipes']}>
        <FlowRail flow={flow} />
        <FlowWords name={name} flow={flow} options={options} />
      </div>
      <div className={styles['slab']}>
        <div className={styles['head']}>
          <h2 className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
            <button type="button" className={styles['open']} onClick={() => onOpen(layer)}>
              {name}
              <span className="sr-only">{t('stack.open')}</span>
            </button>
            <StateBadge state={state} />
            {heldBy !== undefined && (
              <span className={styles['held']}>
                <span className={styles['heldSwatch']} aria-hidden="true" />
                {t('stack.heldBy', { layer: t(`layers.names.${heldBy}`) })}
              </span>
            )}
            <span className={styles['about']} aria-hidden="true">
              {t(`layers.about.${layer}`)}
            </span>
          </h2>
          <p
            title={reason}
            className={cx(
              styles['reason'],
              'break-words text-xs',
              state === 'calm' ? 'text-soft' : `font-medium ${stateInk(state)}`,
            )}
          >
            {keepUnits(reason)}
          </p>
        </div>
        <Headlines headlines={headlines} options={options} onOpen={openMetric} />
        <div className={styles['gauges']}>
          {gauges.map((gauge) => (
            <Gauge key={gauge.id} hostId={hostId} layer={layer} gauge={gauge} options={options} onOpen={openMetric} />
          ))}
        </div>
        <div className={styles['spark']}>
          <Sparkline hostId={hostId} layerIndex={index} layer={layer} spark={model.spark} options={options} />
        </div>
        <Troubles troubles={troubles} onOpen={openMetric} />
      </div>
    </li>
  );
});
LayerRow.displayName = 'LayerRow';

interface FlowWordsProps extends Pick<LayerModel, 'flow'>, Pick<LayerRowProps, 'options'> {
  readonly name: string;
}

const FlowWords = memo(({ name, flow, options }: FlowWordsProps) => {
  const t = useTranslations('stack');
  const [sending, receiving] = [flow.down, flow.up].map((value) => formatValue(value, flow.unit, options));
  return (
    <span className="sr-only">{t('flow', { layer: name, sending: `${sending}`, receiving: `${receiving}` })}</span>
  );
});
FlowWords.displayName = 'FlowWords';
