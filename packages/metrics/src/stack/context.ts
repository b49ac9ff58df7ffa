import type { SocketsReport } from '../sockets.ts';
import type { HostFacts, SampleWindow, TunableValues } from '../types.ts';
import { type Words, words } from '../words/index.ts';

/** A dump speaks about now for so long, or for so many times what dumps are apart: the agent spaces them by what they cost. */
const FRESH = { ms: 15_000, intervals: 2.5 };

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

/** Whether a dump speaks about now: a newer one that is long overdue would say something else. */
export function isFresh({ timeMs, intervalMs = 0 }: SocketsReport, nowMs: number): boolean {
  return nowMs - timeMs <= Math.max(FRESH.ms, FRESH.intervals * intervalMs);
}

/** The dump, as long as it is new enough to speak about now. */
export function freshReport({ window, sockets }: StackInput): SocketsReport | undefined {
  return sockets !== undefined && isFresh(sockets, window.nowMs) ? sockets : undefined;
}

/** Why a layer's key counter gives no rate. In Chinese the name of it begins and ends without Latin letters. */
export function missingReason(window: SampleWindow, metric: string, what: Words): Words {
  if (window.nowMs === 0) return words('no sample has arrived yet', '还没有采样到达');
  const held = window.labelsOf(metric).some((labels) => window.last(metric, labels) !== undefined);
  const zh = what['zh-CN'];
  return held
    ? words(`waiting for a second sample of ${what.en} to compare with`, `等待${zh}的第二个采样，以便比较`)
    : words(`the agent does not report ${what.en}`, `agent 没有报告${zh}`);
}
