'use client';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useSyncExternalStore } from 'react';
import { cx } from '../../components/cx.ts';
import { NarrowIcon } from '../../components/icons.tsx';
import { jumpTo } from '../../components/jumpTo.ts';
import { SheetNotice } from '../../components/SheetNotice.ts';
import { ChangeNotices } from '../changes/pending/ChangeNotices.tsx';
import { LostNotice } from '../connection/LostNotice.tsx';
import { StaleNotice } from '../connection/StaleNotice.tsx';
import { isNotifying, subscribeChoice } from '../notifications/choice.ts';
import { SignedOut } from '../session/SignedOut.tsx';
import { TourOffer } from '../tour/TourOffer.tsx';
import styles from './Frame.module.css';
import { hostOfPath } from './hostOfPath.ts';
import { Keyboard } from './Keyboard.tsx';
import { Mark } from './Mark.tsx';
import { PageLinks } from './PageLinks.tsx';
import { PageTab } from './PageTab.tsx';
import { pageOf } from './pages.ts';
import { TopBar } from './TopBar.tsx';
import { UnstoredNotice } from './UnstoredNotice.tsx';
import { UpdateNotice } from './UpdateNotice.tsx';
import { UserButton } from './UserButton.tsx';
import { useNarrowMenu } from './useNarrowMenu.ts';

/** For those who chose to be told. */
const Notifier = dynamic(() => import('../notifications/Notifier.tsx'), { ssr: false });

/** What a sheet must not hide. */
const NoticesInSheet = ({ hostId }: { readonly hostId: string }) => (
  <>
    <ChangeNotices hostId={hostId} place="sheet" />
    <StaleNotice hostId={hostId} place="sheet" />
  </>
);

/**
 * What is around every page of signed-in people: the product's menu at the side, the bar on top, and what waits for a decision on the host
 * that the page is of.
 */
export const Frame = ({ build, children }: { readonly build: string | undefined; readonly children: ReactNode }) => {
  const t = useTranslations('shell');
  const notifying = useSyncExternalStore(subscribeChoice, isNotifying, () => false);
  const [narrow, setNarrow] = useNarrowMenu();
  const pathname = usePathname();
  const hostId = pageOf(pathname)?.ofHost === undefined ? undefined : hostOfPath(pathname);
  return (
    <Keyboard>
      <PageTab />
      <div className={styles['frame']} data-narrow={narrow}>
        <Link
          href="#page"
          prefetch={false}
          onClick={(event) => jumpTo(event, 'page')}
          className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2"
        >
          {t('skip')}
        </Link>
        <div className={styles['side']}>
          <Link href="/" className={cx(styles['link'], 'font-semibold text-ink')}>
            <Mark />
            <span className={cx(styles['name'], 'text-base tracking-tight')}>{t('product')}</span>
          </Link>
          <PageLinks />
          <div className="mt-auto">
            <TourOffer />
          </div>
          <div className=" flex flex-wrap items-center justify-between gap-1 px-0.5">
            <UserButton />
            <button
              type="button"
              aria-pressed={narrow}
              aria-label={narrow ? t('widen') : t('narrow')}
              title={narrow ? t('widen') : t('narrow')}
              onClick={() => setNarrow(!narrow)}
              className="grid size-8 place-items-center rounded-md text-faint hover:bg-hover hover:text-ink"
            >
              <NarrowIcon />
            </button>
          </div>
        </div>
        <div className={styles['body']}>
          <SheetNotice value={hostId !== undefined && <NoticesInSheet hostId={hostId} />}>
            <TopBar />
            <UpdateNotice build={build} />
            <UnstoredNotice />
            {hostId === undefined ? <LostNotice /> : <ChangeNotices hostId={hostId} />}
            {children}
          </SheetNotice>
        </div>
        {notifying && <Notifier />}
        <SignedOut />
      </div>
    </Keyboard>
  );
};
