import { LAYERS, type Layer, SOURCES, type SourceId } from '@netstrata/metrics';

/** What of the page is in its address. A tool that is chosen takes the place of metrics. */
export interface MetricsAddress {
  readonly metric: string | undefined;
  readonly tool: string | undefined;
  readonly search: string;
  readonly layer: Layer | undefined;
  readonly source: SourceId | undefined;
}

/** Reads a query string; what is not known counts as absent. */
export const parseMetrics = (query: URLSearchParams): MetricsAddress => {
  const source = query.get('source') ?? '';
  const tool = query.get('tool') ?? undefined;
  return {
    metric: tool === undefined ? (query.get('metric') ?? undefined) : undefined,
    tool,
    search: query.get('q') ?? '',
    layer: LAYERS.find((known) => known === query.get('layer')),
    source: Object.hasOwn(SOURCES, source) ? (source as SourceId) : undefined,
  };
};

/** The query string with some parts changed; defaults are left out, parameters of others stay. */
export const metricsQuery = (query: URLSearchParams, change: Partial<MetricsAddress>): string => {
  const next = new URLSearchParams(query);
  const now = { ...parseMetrics(query), ...change };
  const parts = {
    metric: now.tool === undefined ? now.metric : undefined,
    tool: now.tool,
    q: now.search === '' ? undefined : now.search,
    layer: now.layer,
    source: now.source,
  };
  for (const [key, value] of Object.entries(parts)) {
    if (value === undefined) next.delete(key);
    else next.set(key, value);
  }
  return next.toString();
};
