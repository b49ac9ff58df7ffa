import type { AdviceAction } from '@netstrata/protocol/types';
import { hostAddress } from '../api/hostAddress.ts';
import { troubleOf } from '../api/troubleOf.ts';

/** Sends what somebody does with advice; the new list comes over the live line. Resolves with why it could not be done. */
export const actOn = async (hostId: string, action: AdviceAction): Promise<string | undefined> => {
  try {
    const response = await fetch(hostAddress(hostId, '/advice'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(action),
    });
    return response.ok ? undefined : troubleOf(await response.json(), response.status);
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
};
