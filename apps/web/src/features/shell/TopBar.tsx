'use client';
import dynamic from 'next/dynamic';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { MenuIcon } from '../../components/icons.tsx';
import { ConnectionBadge } from '../connection/ConnectionBadge.tsx';
import { OpenMetric } from '../metric/OpenMetric.tsx';
import { TimeControl } from '../time/TimeControl.tsx';
import styles from './Frame.module.css';
import { HostBar } from './HostBar.tsx';
import { hostOfPath } from './hostOfPath.ts';
import { pageOf } from './pages.ts';
import { SearchButton } from './SearchButton.tsx';

const MenuDrawer = dynamic(() => import('./MenuDrawer.tsx'), { ssr: false });

/** The bar above every page: on a page of a host which it is and how fresh, on the others the name of the page. */
export const TopBar = () => {
  const t = useTranslations();
  const pathname = usePathname();
  const [open, setOpen] = useState(false);
  const page = pageOf(pathname);
  const ofHost = page?.ofHost !== undefined;
  return (
    <header className={styles['bar']}>
      <button
        type="button"
        aria-label={t('shell.menu')}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className={`${styles['menuButton']} -ml-1.5 grid size-10 place-items-center rounded-md text-soft hover:bg-hover hover:text-ink`}
      >
        <MenuIcon />
      </button>
      {ofHost && <HostBar hostId={hostOfPath(pathname)} />}
      {!ofHost && page !== undefined && (
        <h1 className="truncate font-semibold text-lg tracking-tight">{t(`navigation.${page.id}`)}</h1>
      )}
      <div className="ml-auto flex min-w-0 items-center gap-2 max-sm:contents">
        {ofHost && <TimeControl />}
        {ofHost && <ConnectionBadge hostId={hostOfPath(pathname)} />}
        <SearchButton />
      </div>
      {ofHost && page.id !== 'metrics' && <OpenMetric hostId={hostOfPath(pathname)} />}
      {open && <MenuDrawer onClose={() => setOpen(false)} />}
    </header>
  );
};
