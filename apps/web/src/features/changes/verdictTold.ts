import type { ChangeRecord, Verdict } from '@netstrata/protocol/types';

/** What is told of whether a change helped: of one that was taken back before it could act, nothing. */
export const verdictTold = ({ state, verdict }: Pick<ChangeRecord, 'state' | 'verdict'>): Verdict | undefined =>
  state === 'undone' && verdict?.state === 'waits' ? undefined : verdict;
