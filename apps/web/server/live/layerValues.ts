import { describeMetric, type Layer } from '@netstrata/metrics';
import type { LayerUpdate, LayerValue, SeriesDef } from '@netstrata/protocol';
import type { LiveHost } from './LiveHost.ts';

/** Rates of a layer's page are over this many seconds: steady enough to read, quick enough to follow. */
const RATE_SECONDS = 5;

interface Place {
  readonly layer: Layer;
  readonly counts: boolean;
}

/** By the definition itself, so that what is remembered goes with the session that named it. */
const places = new WeakMap<SeriesDef, Place>();

function placeOf(series: SeriesDef): Place {
  const known = places.get(series);
  if (known !== undefined) return known;
  const { layer, kind } = describeMetric(series.metric);
  const place = { layer, counts: kind === 'counter' };
  places.set(series, place);
  return place;
}

/** The newest value of every series of one layer, in the order the agent names them. */
export function layerUpdate(host: LiveHost, layer: Layer): LayerUpdate {
  const { window } = host;
  const values = host.series
    .filter((series) => placeOf(series).layer === layer)
    .map((series): LayerValue => {
      const { metric, labels } = series;
      return {
        metric,
        labels,
        value: window.last(metric, labels) ?? null,
        perSecond: (placeOf(series).counts ? window.rate(metric, RATE_SECONDS, labels) : undefined) ?? null,
      };
    });
  return { hostId: host.hostId, layer, timeMs: window.nowMs, values };
}
