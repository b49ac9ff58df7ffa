import { useTranslations } from 'next-intl';
import { clockDay, UNKNOWN_CLOCK } from '../../components/clockTime.ts';
import { useInBrowser } from '../../components/useInBrowser.ts';
import { TimeNotice } from '../time/TimeNotice.tsx';
import type { AskedPast } from './usePast.ts';

/** Says that the picture is of a moment that is over, and what of it is not. */
export const PastNotice = ({ asked: { atMs, past, why } }: { readonly asked: AskedPast }) => {
  const t = useTranslations('stack.past');
  const time = useInBrowser() ? clockDay(past?.stack.timeMs ?? atMs) : UNKNOWN_CLOCK;
  const [title, about] =
    past !== undefined
      ? [t('title', { time }), t('about')]
      : why !== undefined
        ? [t('none', { time, why }), t('noneAbout')]
        : [t('waiting', { time }), ''];
  return <TimeNotice title={title} about={about} pastMs={past?.stack.timeMs} />;
};
