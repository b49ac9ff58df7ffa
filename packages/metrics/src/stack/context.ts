import type { SocketsReport } from '../sockets.ts';
import type { HostFacts, SampleWindow, TunableValues } from '../types.ts';
import { REPORT_MAX_AGE_MS } from './thresholds.ts';

/** What the stack is built from. */
export interface StackInput {
  readonly window: SampleWindow;
  /** The newest socket dump, undefined when none arrived. */
  readonly sockets: SocketsReport | undefined;
  readonly tunables: TunableValues;
  readonly host: HostFacts;
}

/** The numbers of a tunable; undefined when the agent could not read it or it is no number. */
export function tunableNumbers(tunables: TunableValues, name: string): readonly number[] | undefined {
  const text = tunables[name]?.trim();
  if (text === undefined || text === '') return undefined;
  const numbers = text.split(/\s+/).map(Number);
  return numbers.every(Number.isFinite) ? numbers : undefined;
}

/** The dump, as long as it is new enough to speak about now. */
export function freshReport({ window, sockets }: StackInput): SocketsReport | undefined {
  if (sockets === undefined || window.nowMs - sockets.timeMs > REPORT_MAX_AGE_MS) return undefined;
  return sockets;
}

/** Why a layer's key counter gives no rate. */
export function missingReason(window: SampleWindow, metric: string, what: string): string {
  if (window.nowMs === 0) return 'no sample has arrived yet';
  const held = window.labelsOf(metric).some((labels) => window.last(metric, labels) !== undefined);
  return held ? `waiting for a second sample of ${what} to compare with` : `the agent does not report ${what}`;
}
