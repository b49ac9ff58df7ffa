import { type FormatOptions, formatValue, type Gauge } from '@netstrata/metrics';
import { COMPONENT_TEXT } from '../../components/text.ts';
import { STACK_TEXT } from './text.ts';

/** A gauge in one sentence: "3.26 KiB of 3.76 MiB (its send buffer), 0.08 %, Calm"; or why it is not known. */
export const spokenGauge = (gauge: Gauge, options: FormatOptions): string => {
  const { value, limit, unit, fraction, limitName, detail, state } = gauge;
  const amount = formatValue(value, unit, options);
  if (value === undefined) return STACK_TEXT.unknownWhy(detail);
  if (fraction === undefined) return STACK_TEXT.gaugeNoLimit(amount, detail);
  if (unit === 'share') return STACK_TEXT.gaugeShareSpoken(amount, limitName, COMPONENT_TEXT.states[state]);
  return STACK_TEXT.gaugeSpoken(
    amount,
    formatValue(limit, unit, options),
    limitName,
    formatValue(fraction, 'share'),
    COMPONENT_TEXT.states[state],
  );
};
