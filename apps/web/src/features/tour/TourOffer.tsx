'use client';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';
import { BUTTON } from '../../components/button.ts';
import { useOpeners } from '../shell/Keyboard.tsx';
import { pageOf } from '../shell/pages.ts';
import { isTourSeen, rememberTour, subscribeTour } from './seen.ts';
import styles from './Tour.module.css';

/** Offers the tour to who was never shown around, in the menu, where it covers nothing. */
export const TourOffer = () => {
  const t = useTranslations('tour');
  const pathname = usePathname();
  const { openTour } = useOpeners();
  const seen = useSyncExternalStore(subscribeTour, isTourSeen, () => true);
  if (seen || pageOf(pathname)?.id !== 'stack') return null;
  return (
    <aside aria-label={t('label')} className={styles['offer']}>
      <p className="text-pretty text-soft text-xs">{t('offer')}</p>
      <div className="mt-2 flex flex-wrap gap-1.5">
        <button type="button" onClick={openTour} className={BUTTON.small}>
          {t('show')}
        </button>
        <button
          type="button"
          onClick={rememberTour}
          className="rounded-md px-1.5 py-1 text-faint text-xs hover:text-ink"
        >
          {t('dismiss')}
        </button>
      </div>
    </aside>
  );
};
