import { NO_WORDS } from '@netstrata/metrics';
import { tunable as entryOf } from '@netstrata/tunables';
import type { RuleContext, TunableChange } from './types.ts';

/** The namespace that the agent runs in. */
const HOST = 'host';

const shown = (value: string | number | readonly number[]): string =>
  typeof value === 'object' ? value.join(' ') : String(value);
const normal = (value: string): string => value.trim().split(/\s+/).join(' ');

/** The change of a tunable to a value, several numbers for a pair or a triple; none where the value is unknown or that already. */
export function changeTo(
  { tunables }: Pick<RuleContext, 'tunables'>,
  tunable: string,
  value: string | number | readonly number[],
): readonly TunableChange[] {
  const current = tunables[tunable];
  const proposed = shown(value);
  if (current === undefined || normal(current) === proposed) return [];
  // A list of ports may be empty; anything else that is was not told.
  if (current.trim() === '' && entryOf(tunable)?.shape.kind !== 'ports') return [];
  return [{ tunable, namespace: HOST, current: normal(current), proposed }];
}

/** The change of a setting of a network device, or of one of its queues, whose value is known; none where it is that already. */
export function changeOfDevice(
  { device, queue }: { readonly device: string; readonly queue?: number },
  tunable: string,
  { current, proposed }: { readonly current: string | number; readonly proposed: string | number },
): readonly TunableChange[] {
  const place = queue === undefined ? { device } : { device, queue };
  const change = { tunable, namespace: HOST, ...place, current: shown(current), proposed: shown(proposed) };
  return change.current === change.proposed ? [] : [change];
}

/** What a finding without a proposed value leaves empty. */
export const NO_CHANGE = { changes: [], arithmetic: NO_WORDS } as const;

/** Said instead of a raised limit when the memory is short: see `memoryIsShort`. */
export const NO_MEMORY = {
  en: 'Less than 10 % of the memory is available: free memory before raising a limit.',
  'zh-CN': '可用内存不足 10 %：先腾出内存，再提高上限。',
};
