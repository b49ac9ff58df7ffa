import type { DisplayUnit, Gauge } from '@netstrata/metrics';
import type { useTranslations } from 'next-intl';

export interface GaugeWords {
  readonly t: ReturnType<typeof useTranslations<'stack.gauge'>>;
  readonly states: ReturnType<typeof useTranslations<'components.states'>>;
}

/** A gauge in one sentence: "3.26 KiB of 3.76 MiB (its send buffer), 0.08 %, Calm"; or why it is not known. */
export const spokenGauge = (
  gauge: Gauge,
  show: (value: number | undefined, unit: DisplayUnit) => string,
  { t, states }: GaugeWords,
): string => {
  const { value, limit, unit, fraction, limitName: name, detail } = gauge;
  const amount = show(value, unit);
  const state = states(gauge.state);
  if (value === undefined) return detail === '' ? t('unknown') : detail;
  if (fraction === undefined) return t('noLimit', { value: amount, detail });
  if (unit === 'share') return t('shareSpoken', { percent: amount, name, state });
  return t('spoken', { value: amount, limit: show(limit, unit), name, percent: show(fraction, 'share'), state });
};
