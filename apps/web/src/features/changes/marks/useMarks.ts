'use client';
import type { ChangeRecord } from '@netstrata/protocol/types';
import { useMemo } from 'react';
import { useListed } from '../../../locale/useListed.ts';
import { useHost } from '../../connection/live.ts';
import { type ChangeMark, marksOf } from './marks.ts';

const NONE: readonly ChangeRecord[] = [];

/** What happened to the newest changes of a host, for its charts. */
export const useMarks = (hostId: string): readonly ChangeMark[] => {
  const changes = useHost(hostId, (host) => host.changes) ?? NONE;
  const listed = useListed();
  return useMemo(() => marksOf(changes, listed), [changes, listed]);
};
