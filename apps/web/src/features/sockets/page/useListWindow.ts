import type { SocketGrouping } from '@netstrata/metrics';
import type { SocketsAnswer } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { ask } from '../../api/ask.ts';
import { hostAddress } from '../../api/hostAddress.ts';
import { withNames } from '../sockets.ts';
import { type ListState, ListWindow } from './ListWindow.ts';

export interface ListRequest {
  readonly filter: string;
  readonly sort: string;
  readonly group: SocketGrouping | undefined;
}

/** A dump of the second before will do: those who look at the same host share one. */
const MAX_AGE_MS = '1500';

export const listAddress = (hostId: string, { filter, sort, group }: ListRequest): string => {
  const query = new URLSearchParams({ filter, sort, maxAge: MAX_AGE_MS });
  if (group !== undefined) query.set('group', group);
  return hostAddress(hostId, `/sockets?${query}`);
};

export interface ListSeen extends ListState {
  /** What is shown is the list before, or its order before: the one that was asked for has not come. */
  readonly isOld: boolean;
  readonly look: (first: number, last: number) => void;
  /** Puts the rows in the newest order, also while it is held. */
  readonly resort: () => void;
}

/** A window into the host's list of sockets or of groups, as new as the second; while it is held its rows keep their places. */
export const useListWindow = (hostId: string, { filter, sort, group }: ListRequest, isHeld: boolean): ListSeen => {
  const t = useTranslations('sockets');
  const list = useMemo(
    () =>
      new ListWindow({
        ask: async ({ offset, limit, inOrderOf }, signal) => {
          const window = `offset=${offset}&limit=${limit}${inOrderOf === undefined ? '' : `&inOrderOf=${inOrderOf}`}`;
          const address = `${listAddress(hostId, { filter, sort, group })}&${window}`;
          const answer = await ask<SocketsAnswer>(address, undefined, signal);
          if (!answer.ok) throw new Error(answer.refusal.message);
          return answer.body;
        },
        rowsOf: ({ sockets, names, groups }) => groups ?? withNames(sockets, names, t),
        after: (ms, run) => {
          const timer = setTimeout(run, ms);
          return () => clearTimeout(timer);
        },
        isSeen: () => document.visibilityState !== 'hidden',
      }),
    [hostId, filter, sort, group, t],
  );
  useEffect(() => {
    list.start();
    return () => list.stop();
  }, [list]);
  useEffect(() => list.hold(isHeld), [list, isHeld]);
  const state = useSyncExternalStore(list.subscribe, list.state, list.state);
  const isGrouped = group !== undefined;
  const before = useRef({ state, isGrouped });
  if (state.answer !== undefined) before.current = { state, isGrouped };
  const isOther = state.answer === undefined && state.trouble === undefined && before.current.isGrouped === isGrouped;
  const isOld = isOther || state.isSorting;
  return useMemo(
    () => ({
      ...(isOther ? before.current.state : state),
      isOld,
      // A list that has not come begins at its top, wherever the one before is looked at.
      look: (first: number, last: number) => {
        if (!isOther) list.look(first, last);
      },
      resort: () => list.resort(),
    }),
    [isOther, isOld, state, list],
  );
};
