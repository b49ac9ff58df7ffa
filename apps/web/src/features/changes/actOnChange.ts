import type { ChangeRecord } from '@netstrata/protocol/types';
import { type Answer, ask } from '../api/ask.ts';
import { hostAddress } from '../api/hostAddress.ts';

/** What may be done with a change that is there. */
export interface ChangeAction {
  readonly action: 'confirm' | 'undo' | 'persist' | 'unpersist';
  /** Of `confirm`: keep it for the next boot too. */
  readonly persist?: boolean;
  /** Of `undo`: also where somebody else changed it since. */
  readonly evenIfChanged?: boolean;
}

/** Does it; the new state of the change comes by the live line too. */
export const actOnChange = (
  { hostId, id }: Pick<ChangeRecord, 'hostId' | 'id'>,
  { action, ...body }: ChangeAction,
): Promise<Answer<{ readonly change: ChangeRecord }>> =>
  ask(hostAddress(hostId, `/changes/${encodeURIComponent(id)}/${action}`), body);
