import type { AdviceAction } from '@netstrata/protocol/types';
import { ask } from '../api/ask.ts';
import { hostAddress } from '../api/hostAddress.ts';

/** Sends what somebody does with advice; the new list comes over the live line. Resolves with why it could not be done. */
export const actOn = async (hostId: string, action: AdviceAction): Promise<string | undefined> => {
  const answer = await ask(hostAddress(hostId, '/advice'), action);
  return answer.ok ? undefined : answer.refusal.message;
};
