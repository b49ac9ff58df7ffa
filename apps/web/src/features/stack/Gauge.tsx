'use client';
import { type FormatOptions, formatValue, type Gauge as GaugeModel } from '@netstrata/metrics';
import { memo } from 'react';
import { stateInk } from '../../components/State.tsx';
import { Tooltip } from '../../components/Tooltip.tsx';
import { COMPONENT_TEXT } from '../../components/text.ts';
import styles from './Gauge.module.css';
import { STACK_TEXT } from './text.ts';

interface VesselProps {
  readonly gauge: GaugeModel;
  readonly spoken: string;
}

/**
 * The tank itself: filled from the bottom against its limit, with the thresholds as marks on the glass. A native meter cannot
 * be drawn like this, so it stands beside the drawing for those who hear the page.
 */
const Vessel = ({ gauge, spoken }: VesselProps) => {
  const { fraction, limit, value, marks, title, state } = gauge;
  const level = Math.min(1, Math.max(0, fraction ?? 0));
  const shown = marks.filter((mark) => limit !== undefined && limit > 0 && mark.value > 0 && mark.value < limit);
  const drawing = (
    <>
      <span className={styles['fill']} style={{ transform: `translateY(${((1 - level) * 100).toFixed(1)}%)` }} />
      {shown.map((mark) => (
        <span
          key={mark.label}
          className={styles['mark']}
          style={{ bottom: `${((mark.value / (limit ?? 1)) * 100).toFixed(1)}%` }}
        />
      ))}
    </>
  );
  const known = value !== undefined && limit !== undefined && fraction !== undefined;
  return (
    <>
      {known ? (
        <meter className="sr-only" aria-label={title} aria-valuetext={spoken} min={0} max={limit} value={value}>
          {spoken}
        </meter>
      ) : (
        <span className="sr-only">{`${title}: ${spoken}`}</span>
      )}
      <span aria-hidden="true" className={styles['vessel']} data-state={state} data-over={known && fraction > 1}>
        {drawing}
      </span>
    </>
  );
};

interface GaugeProps {
  readonly gauge: GaugeModel;
  readonly options: FormatOptions;
  readonly onOpen: (metric: string) => void;
}

/** A buffer or queue against its limit: the vessel, its percentage, both numbers and what the limit is called. */
export const Gauge = memo(({ gauge, options, onOpen }: GaugeProps) => {
  const { title, fraction, state, limitName, detail, metric } = gauge;
  const value = formatValue(gauge.value, gauge.unit, options);
  const limit = formatValue(gauge.limit, gauge.unit, options);
  const percent = formatValue(fraction, 'share');
  const known = fraction !== undefined;
  const hurts = known && (state === 'busy' || state === 'saturated');
  const spoken = known
    ? STACK_TEXT.gaugeSpoken(value, limit, limitName, percent, COMPONENT_TEXT.states[state])
    : gauge.value === undefined
      ? STACK_TEXT.unknownWhy(detail)
      : STACK_TEXT.gaugeNoLimit(value, detail);
  const marks = gauge.marks
    .map((mark) => `${mark.label} ${formatValue(mark.value, gauge.unit, options)}`)
    .join(STACK_TEXT.listComma);
  return (
    <div className={styles['gauge']}>
      <Vessel gauge={gauge} spoken={spoken} />
      <div className="min-w-0 flex-1">
        <div className="truncate text-2xs text-soft">{title}</div>
        <div className={`font-semibold text-sm leading-4 tabular-nums ${hurts ? stateInk(state) : 'text-ink'}`}>
          {known ? percent : value}
        </div>
        <div className="truncate text-2xs text-faint tabular-nums">
          {known
            ? STACK_TEXT.gaugeOf(value, limit)
            : gauge.value === undefined
              ? STACK_TEXT.unknownWhy(detail)
              : detail}
        </div>
        {hurts && <div className={`line-clamp-2 text-2xs ${stateInk(state)}`}>{detail}</div>}
      </div>
      <Tooltip
        text={
          <span className="block">
            <span className="block font-medium">{title}</span>
            <span className="block text-soft">{spoken}</span>
            {marks !== '' && <span className="block text-soft">{marks}</span>}
            {known && detail !== '' && <span className="block text-faint">{detail}</span>}
          </span>
        }
      >
        <button
          type="button"
          aria-label={STACK_TEXT.openMetric(title)}
          onClick={() => onOpen(metric)}
          className="absolute -inset-1 rounded-md hover:bg-hover"
        />
      </Tooltip>
    </div>
  );
});
Gauge.displayName = 'Gauge';
