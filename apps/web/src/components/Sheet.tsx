'use client';
import { useTranslations } from 'next-intl';
import { Dialog } from 'radix-ui';
import { type ReactNode, useContext, useRef } from 'react';
import { CloseIcon } from './icons.tsx';
import styles from './Sheet.module.css';
import { NOTICES_ID, SheetNotice } from './SheetNotice.ts';

interface SheetProps {
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly description: ReactNode;
  readonly children: ReactNode;
}

/** The sheet itself takes the focus, so that its title is read first and no button looks pressed; then it goes back. */
const useFocus = () => {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: (event: Event) => {
      event.preventDefault();
      before.current = document.activeElement;
      if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      const opener = before.current instanceof HTMLElement && before.current.isConnected ? before.current : undefined;
      // What opened it may be gone by what was done in it: then what came of that is where a reader goes on.
      (opener ?? document.getElementById(NOTICES_ID))?.focus();
    },
  };
};

/** A dialog that slides in from the right and takes the whole width of a phone. Escape and the scrim close it. */
export const Sheet = ({ onClose, title, description, children }: SheetProps) => {
  const t = useTranslations('components');
  const focus = useFocus();
  const notice = useContext(SheetNotice);
  return (
    <Dialog.Root
      open
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className={styles['scrim']} />
        <Dialog.Content className={styles['sheet']} {...focus}>
          <header className="flex items-start gap-3 border-line border-b px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Dialog.Title asChild>
                <h2 className="font-semibold text-lg">{title}</h2>
              </Dialog.Title>
              <Dialog.Description asChild>
                <div className="mt-0.5 text-soft text-sm">{description}</div>
              </Dialog.Description>
            </div>
            <Dialog.Close
              aria-label={t('close')}
              className="grid size-8 shrink-0 place-items-center rounded-md text-soft hover:bg-hover hover:text-ink"
            >
              <CloseIcon />
            </Dialog.Close>
          </header>
          {notice}
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
};
