import type { AdviceAction } from '@netstrata/protocol/types';
import { troubleOf } from '../api/troubleOf.ts';

const addressOf = (hostId: string): string => `/api/v1/hosts/${encodeURIComponent(hostId)}/advice`;

/** Sends what somebody does with advice; the new list comes over the live line. Resolves with why it could not be done. */
export const actOn = async (hostId: string, action: AdviceAction): Promise<string | undefined> => {
  try {
    const response = await fetch(addressOf(hostId), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(action),
    });
    return response.ok ? undefined : troubleOf(await response.json(), response.status);
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
};
