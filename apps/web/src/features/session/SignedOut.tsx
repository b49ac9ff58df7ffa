'use client';
import dynamic from 'next/dynamic';
import { useEffect } from 'react';
import { askWho } from './session.ts';
import { signInAddress } from './signInAddress.ts';
import { useSession } from './useSession.ts';

/** Loaded for whom it concerns. */
const SignedOutDialog = dynamic(() => import('./SignedOutDialog.tsx'), { ssr: false });

/** On every page of signed-in people: says calmly that the session ended; who never had one goes to sign in at once. */
export const SignedOut = () => {
  const { me, ended } = useSession();
  const stranger = ended && me === undefined;
  useEffect(() => {
    if (stranger) window.location.replace(signInAddress());
  }, [stranger]);
  useEffect(() => {
    if (!ended) return;
    // They may have signed in again in another tab.
    const look = () => void askWho();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [ended]);
  return ended && !stranger ? <SignedOutDialog /> : null;
};
