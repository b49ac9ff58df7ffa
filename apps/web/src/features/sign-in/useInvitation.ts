'use client';
import type { Role } from '@netstrata/protocol/types';
import { useEffect, useState } from 'react';
import { untilAnswered } from '../api/untilAnswered.ts';

/** What a link that makes an account is for. */
export interface Invitation {
  /** Null for the first admin, who may choose. */
  readonly email: string | null;
  readonly role: Role;
  /** Of an account that is there already: the link is for a new password. */
  readonly name: string | null;
}

const AGAIN_MS = 3000;

/** What the code is for; `gone` when it was used, taken back or has expired, `wait` after too many wrong ones. Asked until it is known. */
export const useInvitation = (code: string): Invitation | 'gone' | 'wait' | undefined => {
  const [found, setFound] = useState<Invitation | 'gone' | 'wait'>();
  useEffect(() => {
    if (code === '') return;
    const load = async (signal: AbortSignal): Promise<void> => {
      const response = await fetch('/api/v1/welcome/look', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ code }),
        signal,
      });
      if (response.ok) setFound((await response.json()) as Invitation);
      else if (response.status < 429) setFound('gone');
      else {
        if (response.status === 429) setFound('wait');
        throw new Error(`status ${response.status}`);
      }
    };
    return untilAnswered(load, AGAIN_MS);
  }, [code]);
  return found;
};
