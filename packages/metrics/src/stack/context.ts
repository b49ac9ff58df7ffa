import type { SocketsReport } from '../sockets.ts';
import type { HostFacts, SampleWindow, TunableValues } from '../types.ts';
import { type Words, words } from '../words/index.ts';
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

/** Why a layer's key counter gives no rate. In Chinese the name of it begins and ends without Latin letters. */
export function missingReason(window: SampleWindow, metric: string, what: Words): Words {
  if (window.nowMs === 0) return words('no sample has arrived yet', '还没有采样到达');
  const held = window.labelsOf(metric).some((labels) => window.last(metric, labels) !== undefined);
  const zh = what['zh-CN'];
  return held
    ? words(`waiting for a second sample of ${what.en} to compare with`, `等待${zh}的第二个采样，以便比较`)
    : words(`the agent does not report ${what.en}`, `agent 没有报告${zh}`);
}
