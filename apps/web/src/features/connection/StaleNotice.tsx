'use client';
import { formatAge } from '@netstrata/metrics';
import { useLocale, useTranslations } from 'next-intl';
import { clockTime } from '../../components/clockTime.ts';
import { useSession } from '../session/useSession.ts';
import { useClocked, useFreshness } from './live.ts';
import { OldDataNotice } from './OldDataNotice.tsx';

/** A hiccup pales the picture and shows at the age of its numbers; only what lasts pushes the page down. */
const NOTICE_SECONDS = 6;

interface StaleNoticeProps {
  readonly hostId: string;
  readonly place?: 'page' | 'sheet';
}

/** Says that the page shows the past, since when, whose fault it is, and that it mends itself. */
export const StaleNotice = ({ hostId, place = 'page' }: StaleNoticeProps) => {
  const t = useTranslations('connection');
  const locale = useLocale();
  const freshness = useFreshness(hostId);
  const hasData = useClocked((state) => state.beatAtMs !== undefined);
  const { ended } = useSession();
  const sinceMs = 'sinceMs' in freshness ? freshness.sinceMs : undefined;
  const seconds = useClocked((_, nowMs) => (sinceMs === undefined ? 0 : Math.floor((nowMs - sinceMs) / 1000)));
  if (sinceMs === undefined || seconds < NOTICE_SECONDS) return null;
  const since = clockTime(sinceMs);
  const ago = formatAge(seconds * 1000, locale);
  const when = { since, ago };
  const kind = freshness.kind === 'silent' ? 'silent' : 'lost';
  const words =
    kind === 'silent'
      ? t('silentNotice', when)
      : ended
        ? t('endedNotice', when)
        : hasData
          ? t('lostNotice', when)
          : t('lostBeforeFirst');
  return <OldDataNotice kind={kind} ended={ended} words={words} place={place} />;
};
