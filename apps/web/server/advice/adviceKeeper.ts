import type { AdviceMark, AdviceRecord } from '@netstrata/advisor';
import type { AdviceMarkRow } from '@netstrata/db';
import type { Words } from '@netstrata/metrics';
import type { StoreThread } from '../history/StoreThread.ts';

/** Where advice's past and marks survive a restart. */
export interface AdviceKeeper {
  record(hostId: string, records: readonly AdviceRecord<Words>[]): Promise<void>;
  mark(hostId: string, id: string, mark: AdviceMark): Promise<void>;
  unmark(hostId: string, id: string): Promise<void>;
}

export const adviceKeeper = (store: Pick<StoreThread, 'call'>): AdviceKeeper => ({
  record: (hostId, records) =>
    store.call(
      'addAdviceEvents',
      hostId,
      records.map(({ kind, timeMs, id, ...said }) => ({ kind, timeMs, adviceId: id, dataJson: JSON.stringify(said) })),
    ),
  mark: (hostId, adviceId, mark) => store.call('setAdviceMark', { hostId, adviceId, dataJson: JSON.stringify(mark) }),
  unmark: (hostId, adviceId) => store.call('clearAdviceMark', hostId, adviceId),
});

/** The mark in a stored row; undefined when it is damaged. */
export function markOf({ dataJson }: AdviceMarkRow): AdviceMark | undefined {
  try {
    const mark = JSON.parse(dataJson) as Partial<AdviceMark> | null;
    const whole =
      (mark?.kind === 'dismissed' || mark?.kind === 'snoozed') &&
      typeof mark.timeMs === 'number' &&
      (mark.untilMs === undefined || typeof mark.untilMs === 'number') &&
      typeof mark.because === 'string' &&
      (mark.severity === 'info' || mark.severity === 'warning' || mark.severity === 'critical');
    return whole ? (mark as AdviceMark) : undefined;
  } catch {
    return undefined;
  }
}
