import type { Labels, SampleWindow } from '../types.ts';
import { ID } from './ids.ts';
import { NOW_SECONDS } from './thresholds.ts';
import { type TroubleReading, troubleText } from './trouble.ts';
import type { Trouble } from './types.ts';

/** Above them the row says which containers are worst, and the details say the rest. */
const MOST_TROUBLES = 3;

const KINDS: readonly (readonly [id: string, metric: string, title: (name: string) => string])[] = [
  ['listenOverflows', ID.netns.listenOverflows, (name) => `Connections refused in ${name}, accept queue full`],
  ['udpRcvbufErrors', ID.netns.udpRcvbufErrors, (name) => `Datagrams dropped in ${name}, receive buffer full`],
];

/** Containers whose programs do not keep up. The host's own counters do not contain what is dropped in another network namespace. */
export function namespaceTroubles(window: SampleWindow): TroubleReading {
  const troubles = KINDS.flatMap(([id, metric, title]) =>
    window.labelsOf(metric).flatMap((labels) => troubleOf(window, { id, metric, title, labels })),
  )
    .toSorted((a, b) => (b.perSecond ?? 0) - (a.perSecond ?? 0))
    .slice(0, MOST_TROUBLES);
  const signals = troubles.map(({ title, perSecond = 0 }) => ({
    state: 'saturated' as const,
    text: troubleText(title, perSecond),
  }));
  return { troubles, signals };
}

interface Counted {
  readonly id: string;
  readonly metric: string;
  readonly title: (name: string) => string;
  readonly labels: Labels;
}

function troubleOf(window: SampleWindow, { id, labels, metric, title }: Counted): Trouble[] {
  const perSecond = window.rate(metric, NOW_SECONDS, labels) ?? 0;
  const name = labels['netns'] ?? '';
  if (perSecond <= 0) return [];
  return [{ id: `application.netns.${id}.${name}`, title: title(name), perSecond, metric, labels, state: 'saturated' }];
}
