import type { ChangeRecord } from '@netstrata/protocol/types';
import { useState } from 'react';
import type { Refusal } from '../api/ask.ts';
import { actOnChange, type ChangeAction } from './actOnChange.ts';

/** Does something with a change: whether it is being done, and why it could not be. `onDone` is told once it has been. */
export const useAction = (change: ChangeRecord, onDone?: () => void) => {
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Refusal>();
  const act = async (action: ChangeAction): Promise<Refusal | undefined> => {
    setBusy(true);
    setTrouble(undefined);
    const answer = await actOnChange(change, action);
    setBusy(false);
    if (answer.ok) {
      onDone?.();
      return undefined;
    }
    setTrouble(answer.refusal);
    return answer.refusal;
  };
  return { isBusy, trouble, act };
};
