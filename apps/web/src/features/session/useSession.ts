'use client';
import type { Role } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useEffect, useSyncExternalStore } from 'react';
import { roleIncludes } from './roleIncludes.ts';
import { askWho, currentSession, type Session, subscribeSession, unknownSession } from './session.ts';

/** Who sits before the page. Asks once for the life of the page. */
export const useSession = (): Session => {
  const session = useSyncExternalStore(subscribeSession, currentSession, unknownSession);
  const unknown = session.me === undefined && !session.ended;
  useEffect(() => {
    if (unknown) void askWho();
  }, [unknown]);
  return session;
};

export interface May {
  readonly may: boolean;
  /** Why not, in words for the person; empty while nobody knows who that is. */
  readonly why: string;
}

/** Whether the person may do what needs `role`. The server decides: this is so that nobody clicks in vain. */
export const useMay = (role: Role): May => {
  const { me } = useSession();
  const t = useTranslations('session');
  const may = roleIncludes(me?.role, role);
  if (may || me === undefined) return { may, why: '' };
  const needed = t(`roles.${role}`);
  const why =
    me.role === null ? t('needsOnly', { role: needed }) : t('needs', { role: needed, own: t(`roles.${me.role}`) });
  return { may, why };
};
