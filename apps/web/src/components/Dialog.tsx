'use client';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './Dialog.module.css';
import { CloseIcon } from './icons.tsx';

interface DialogProps {
  readonly title: string;
  readonly about: ReactNode;
  readonly children: ReactNode;
  readonly wide?: boolean;
  /** A click beside it closes it, unless something in it would be lost by that. */
  readonly sticky?: boolean;
  readonly onClose: () => void;
}

/** A form or something to read, over the page. */
export const Dialog = ({ title, about, children, wide = false, sticky = false, onClose }: DialogProps) => {
  const t = useTranslations('components');
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles['scrim']} />
        <Radix.Content
          className={cx(styles['dialog'], wide && styles['wide'])}
          onInteractOutside={(event) => {
            if (sticky) event.preventDefault();
          }}
        >
          <div className="flex items-start gap-3">
            <Radix.Title className="min-w-0 flex-1 break-words font-semibold text-lg">{title}</Radix.Title>
            <Radix.Close
              aria-label={t('close')}
              className="-mt-1 -mr-2 grid size-8 shrink-0 place-items-center rounded-md text-soft hover:bg-hover hover:text-ink"
            >
              <CloseIcon />
            </Radix.Close>
          </div>
          <Radix.Description asChild>
            <div className="mt-1 text-pretty text-soft text-sm">{about}</div>
          </Radix.Description>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
};
