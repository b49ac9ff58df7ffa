'use client';
import { type FormatOptions, formatValue, type Headline, type Layer, type LayerModel } from '@netstrata/metrics';
import { memo, useCallback } from 'react';
import { cx } from '../../components/cx.ts';
import { Figure } from '../../components/Figure.tsx';
import { DownIcon, UpIcon } from '../../components/icons.tsx';
import { keepUnits } from '../../components/keepUnits.ts';
import { StateBadge, stateInk } from '../../components/State.tsx';
import { FlowRail } from './FlowRail.tsx';
import { Gauge } from './Gauge.tsx';
import { Sparkline } from './Sparkline.tsx';
import styles from './Stack.module.css';
import { Troubles } from './Troubles.tsx';
import { LAYER_ABOUT, LAYER_NAMES, STACK_TEXT } from './text.ts';

/** Opens a layer's metrics, at one of them or at the top. */
export type OpenLayer = (layer: Layer, metric?: string) => void;

interface LayerRowProps {
  readonly hostId: string;
  readonly index: number;
  readonly model: LayerModel;
  readonly options: FormatOptions;
  readonly onOpen: OpenLayer;
}

const DIRECTIONS = {
  down: <DownIcon className="size-3 text-down" />,
  up: <UpIcon className="size-3 text-up" />,
} as const;

interface HeadlinesProps {
  readonly headlines: readonly Headline[];
  readonly options: FormatOptions;
  readonly onOpen: (metric: string) => void;
}

const Headlines = memo(({ headlines, options, onOpen }: HeadlinesProps) => (
  <ul className={styles['headlines']}>
    {headlines.map(({ id, title, value, unit, metric, direction }) => (
      <li key={id} className="relative min-w-0">
        <div className="flex items-baseline gap-1">
          {direction !== undefined && <span className="self-center">{DIRECTIONS[direction]}</span>}
          <Figure
            value={value}
            unit={unit}
            options={options}
            className="font-semibold text-base text-ink leading-[1.125rem]"
            unitClassName="font-normal text-faint text-2xs"
          />
        </div>
        <div className="text-2xs text-soft">{title}</div>
        <button
          type="button"
          aria-label={STACK_TEXT.openMetric(title)}
          onClick={() => onOpen(metric)}
          className="absolute -inset-1 rounded-md hover:bg-hover"
        />
      </li>
    ))}
  </ul>
));
Headlines.displayName = 'Headlines';

/** One layer of the stack. */
export const LayerRow = memo(({ hostId, index, model, options, onOpen }: LayerRowProps) => {
  const { layer, state, reason, headlines, gauges, troubles, flow } = model;
  const openMetric = useCallback((metric: string) => onOpen(layer, metric), [onOpen, layer]);
  const name = LAYER_NAMES[layer];
  const flowText = STACK_TEXT.flowTitle(
    name,
    formatValue(flow.down, flow.unit, options),
    formatValue(flow.up, flow.unit, options),
  );
  return (
    <li className={styles['layer']} data-layer={layer} data-state={state}>
      <div className={styles['pipes']}>
        <FlowRail down={flow.down} up={flow.up} unit={flow.unit} />
        <span className="sr-only">{flowText}</span>
      </div>
      <div className={styles['slab']}>
        <div className={styles['head']}>
          <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <button type="button" className={styles['open']} onClick={() => onOpen(layer)}>
              {name}
              <span className="sr-only">: {STACK_TEXT.open}</span>
            </button>
            <StateBadge state={state} />
            <span className={styles['about']} aria-hidden="true">
              {LAYER_ABOUT[layer]}
            </span>
          </h3>
          <p
            className={cx(
              styles['reason'],
              'text-pretty break-words text-xs',
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
