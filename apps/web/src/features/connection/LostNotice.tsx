'use client';
import { formatAge } from '@netstrata/metrics';
import { useLocale, useTranslations } from 'next-intl';
import { clockTime } from '../../components/clockTime.ts';
import { useSession } from '../session/useSession.ts';
import { useClocked, useView } from './live.ts';
import { OldDataNotice } from './OldDataNotice.tsx';
import { useLostSince } from './useLostSince.ts';

/** On pages of no host: says that nothing is heard of the server, since when, and that it mends itself. */
export const LostNotice = () => {
  const t = useTranslations('connection');
  const locale = useLocale();
  // Such a page may show nothing that is live: whether the server is there it wants to know all the same.
  useView(undefined);
  const { ended } = useSession();
  const lostAtMs = useLostSince();
  const ago = useClocked((_, nowMs) =>
    lostAtMs === undefined ? undefined : formatAge(Math.max(0, nowMs - lostAtMs), locale),
  );
  if (lostAtMs === undefined || ago === undefined) return null;
  const when = { since: clockTime(lostAtMs), ago };
  return <OldDataNotice kind="lost" ended={ended} words={ended ? t('endedNotice', when) : t('lostNotice', when)} />;
};
