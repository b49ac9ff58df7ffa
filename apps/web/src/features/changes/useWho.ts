import { useTranslations } from 'next-intl';
import { useSession } from '../session/useSession.ts';
import { whoIs } from './who.ts';

/** Names whoever did something as a person reads it: "you", a person's address, "token ci", "the host itself". */
export const useWho = (): ((by: string) => string) => {
  const t = useTranslations('changes.who');
  const { me } = useSession();
  return (by) => {
    const who = whoIs(by, me?.name);
    if (who.kind === 'named') return who.name;
    return who.kind === 'token' ? t('token', { name: who.name }) : t(who.kind);
  };
};
