'use client';
import type { SignInWays } from '@netstrata/protocol/types';
import { useEffect, useState } from 'react';
import { untilAnswered } from '../api/untilAnswered.ts';

const AGAIN_MS = 2000;

/** Undefined until the server has answered; it is asked until it does. */
export const useSignInWays = (): SignInWays | undefined => {
  const [ways, setWays] = useState<SignInWays>();
  useEffect(() => {
    const load = async (signal: AbortSignal): Promise<void> => {
      const response = await fetch('/api/v1/sign-in-ways', { signal, cache: 'no-store' });
      if (!response.ok) throw new Error(`status ${response.status}`);
      setWays((await response.json()) as SignInWays);
    };
    return untilAnswered(load, AGAIN_MS);
  }, []);
  return ways;
};
