'use client';
import { type FormatOptions, formatValue, type Gauge as GaugeModel } from '@netstrata/metrics';
import { memo } from 'react';
import { keepUnits } from '../../components/keepUnits.ts';
import { stateInk } from '../../components/State.tsx';
import { Tooltip } from '../../components/Tooltip.tsx';
import { COMPONENT_TEXT } from '../../components/text.ts';
import styles from './Gauge.module.css';
import { STACK_TEXT } from './text.ts';
import { Vessel } from './Vessel.tsx';

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
  // What follows the first clause is for the tooltip.
  const [which = ''] = detail.split('; ');
  const why = gauge.value === undefined ? STACK_TEXT.unknownWhy(which) : which;
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
      <Spoken gauge={gauge} words={spoken} />
      <Vessel gauge={gauge} />
      <div className="min-w-0 flex-1 text-pretty text-2xs tabular-nums">
        <div className="text-soft">{title}</div>
        <div className={`font-semibold text-base leading-[1.125rem] ${hurts ? stateInk(state) : 'text-ink'}`}>
          {known ? percent : value}
        </div>
        <div className="text-faint">{keepUnits(known ? STACK_TEXT.gaugeOf(value, limit) : why)}</div>
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

/** For those who hear the page: a native meter cannot be drawn as a vessel, so it stands beside the drawing. */
const Spoken = ({ gauge, words }: { readonly gauge: GaugeModel; readonly words: string }) => {
  const { title, value, limit, fraction } = gauge;
  if (value === undefined || limit === undefined || fraction === undefined)
    return <span className="sr-only">{`${title}: ${words}`}</span>;
  return (
    <meter className="sr-only" aria-label={title} aria-valuetext={words} min={0} max={limit} value={value}>
      {words}
    </meter>
  );
};
