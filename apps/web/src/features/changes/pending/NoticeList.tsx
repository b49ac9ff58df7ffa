'use client';
import type { ChangeRecord } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useEffect, useMemo } from 'react';
import { NOTICES_ID } from '../../../components/SheetNotice.ts';
import { useFormatOptions } from '../../catalogue/useFormatOptions.ts';
import { useClocked, useHost } from '../../connection/live.ts';
import { useSession } from '../../session/useSession.ts';
import { forgetDecided, useDecidedNotes } from './decidedNotes.ts';
import { useDismissed } from './dismissed.ts';
import { KeptNotice } from './KeptNotice.tsx';
import styles from './Pending.module.css';
import { PendingChange } from './PendingChange.tsx';
import { noticesOf } from './pending.ts';
import { UndoneNotice } from './UndoneNotice.tsx';

const NONE: readonly ChangeRecord[] = [];
const MINUTE_MS = 60_000;

export interface NoticesProps {
  readonly hostId: string;
  /** On a page it stays at the top; in a sheet it is under the title. */
  readonly place?: 'page' | 'sheet';
}

/** Changes of a host that wait for a decision, and those that it took back by itself; nothing when there are none. */
const NoticeList = ({ hostId, place = 'page' }: NoticesProps) => {
  const t = useTranslations('changes');
  const changes = useHost(hostId, (host) => host.changes) ?? NONE;
  const dismissed = useDismissed();
  const minute = useClocked((_, nowMs) => Math.floor(nowMs / MINUTE_MS));
  const notices = useMemo(() => noticesOf(changes, minute * MINUTE_MS, dismissed), [changes, minute, dismissed]);
  const { me } = useSession();
  const openedMs = useClocked(({ clockOffsetMs }) => performance.timeOrigin + clockOffsetMs);
  const mine = notices.find(
    ({ state, by, requestedMs }) => state === 'pending' && by === `person:${me?.name}` && requestedMs > openedMs,
  )?.id;
  const notes = useDecidedNotes();
  const decided = changes.flatMap((change) => {
    const note = notes.find(({ id }) => id === change.id);
    const isTold = change.state === 'undone' ? !notices.includes(change) : change.state === 'kept';
    return note === undefined || !isTold ? [] : [{ change, note }];
  });
  const last = decided.at(-1)?.change;
  const decision = last && `${last.id} ${last.state}`;
  useEffect(() => {
    // What was pressed goes when its change is there, or is decided: the focus goes on to what came of it.
    if (place === 'page' && (mine ?? decision) !== undefined && document.activeElement === document.body)
      document.getElementById(NOTICES_ID)?.focus({ preventScroll: true });
  }, [place, mine, decision]);
  const options = useFormatOptions(hostId);
  if (notices.length === 0 && decided.length === 0) return null;
  return (
    <section
      // Where the focus goes when a sheet closes and what opened it is gone.
      id={place === 'page' ? NOTICES_ID : undefined}
      tabIndex={-1}
      aria-label={t('pending.region')}
      className={styles['notices']}
      data-in={place}
    >
      {notices.map((change) =>
        change.state === 'undone' ? (
          <UndoneNotice key={change.id} change={change} />
        ) : (
          <PendingChange key={change.id} change={change} options={options} />
        ),
      )}
      {decided.map(({ change, note }) =>
        change.state === 'undone' ? (
          <UndoneNotice key={change.id} change={change} onRead={forgetDecided} />
        ) : (
          <KeptNotice key={change.id} change={change} note={note} />
        ),
      )}
    </section>
  );
};

export default NoticeList;
