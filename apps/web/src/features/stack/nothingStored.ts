import { LAYERS } from '@netstrata/metrics';
import type { Past } from './PastContext.ts';

/** The picture of a moment of which there is none: every layer is unknown, and says why. */
export const nothingStored = (atMs: number, reason: string): Past => ({
  stack: {
    timeMs: atMs,
    layers: LAYERS.map((layer) => ({
      layer,
      state: 'unknown',
      reason,
      headlines: [],
      gauges: [],
      troubles: [],
      flow: { down: undefined, up: undefined, unit: 'bytes/s' },
      spark: { title: '', unit: 'bytes/s', labels: ['', ''] },
    })),
  },
  history: [],
});
