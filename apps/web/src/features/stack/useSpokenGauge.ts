import { type FormatOptions, formatValue, type Gauge } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { type GaugeWords, spokenGauge } from './spokenGauge.ts';

/** A gauge in one sentence, in the reader's language. */
export const useSpokenGauge = (): ((gauge: Gauge, options: FormatOptions) => string) => {
  const t = useTranslations('stack.gauge');
  const states = useTranslations('components.states');
  return useCallback(
    (gauge, options) => {
      const words: GaugeWords = { t, states };
      return spokenGauge(gauge, (value, unit) => formatValue(value, unit, options), words);
    },
    [t, states],
  );
};
