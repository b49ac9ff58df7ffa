'use client';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Dialog } from 'radix-ui';
import { useEffect, useRef } from 'react';
import { CloseIcon } from '../../components/icons.tsx';
import styles from './Frame.module.css';
import { Mark } from './Mark.tsx';
import { PageLinks } from './PageLinks.tsx';
import { UserButton } from './UserButton.tsx';

/** The menu of a narrow screen; going to a page closes it. */
export default function MenuDrawer({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('shell');
  const pathname = usePathname();
  const opened = useRef(pathname);
  useEffect(() => {
    if (pathname !== opened.current) onClose();
  }, [pathname, onClose]);
  return (
    <Dialog.Root
      open
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className={styles['drawerScrim']} />
        <Dialog.Content className={styles['drawer']} aria-describedby={undefined}>
          <div className="flex items-center gap-2 px-2">
            <Mark />
            <Dialog.Title className="font-semibold text-base tracking-tight">{t('product')}</Dialog.Title>
            <Dialog.Close
              aria-label={t('closeMenu')}
              className="ml-auto grid size-10 place-items-center rounded-md text-soft hover:bg-hover hover:text-ink"
            >
              <CloseIcon />
            </Dialog.Close>
          </div>
          <PageLinks />
          <div className="mt-auto px-1">
            <UserButton />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
