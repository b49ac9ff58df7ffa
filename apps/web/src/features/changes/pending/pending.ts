import type { ChangeRecord } from '@netstrata/protocol/types';

/** For how long a change that undid itself is told to those who did not see it. */
const TOLD_MS = 86_400_000;

/** What must be in sight: changes that wait for somebody, and what the host took back by itself and nobody has read yet. */
export const noticesOf = (
  changes: readonly ChangeRecord[],
  nowMs: number,
  dismissed: ReadonlySet<string>,
): readonly ChangeRecord[] =>
  changes.filter(({ id, state, undo, decidedMs = 0 }) => {
    if (state === 'pending' || state === 'applying') return true;
    if (state === 'unknown') return !dismissed.has(id);
    if (state !== 'undone' || undo === undefined || dismissed.has(id) || nowMs - decidedMs > TOLD_MS) return false;
    return undo.reason !== 'asked' || undo.settings.some(({ outcome }) => outcome !== 'restored');
  });

/** Whether the page should propose to undo it before anything else. */
export const didNotHelp = ({ verdict }: Pick<ChangeRecord, 'verdict'>): boolean =>
  verdict?.state === 'unchanged' || verdict?.state === 'worse';

/** How a notice is marked at its edge; its words and icon say the same. */
export const toneOf = ({
  state,
  verdict,
}: Pick<ChangeRecord, 'state' | 'verdict'>): 'good' | 'doubtful' | 'bad' | undefined => {
  if (state === 'unknown') return 'doubtful';
  if (verdict?.state === 'improved') return 'good';
  if (verdict?.state === 'unchanged') return 'doubtful';
  return verdict?.state === 'worse' ? 'bad' : undefined;
};
