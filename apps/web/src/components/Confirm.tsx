'use client';
import { AlertDialog } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { BUTTON } from './button.ts';
import styles from './Dialog.module.css';

interface ConfirmProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly action: string;
  readonly cancel: string;
  readonly tone?: 'primary' | 'danger';
  /** Resolves with why it was not done; the question then stays open and says so. */
  readonly onConfirm: () => Promise<string | undefined>;
  readonly onClose: () => void;
}

/** Asks before something that cannot simply be taken back. Escape and the first focus say no. */
export const Confirm = ({ title, children, action, cancel, tone = 'danger', onConfirm, onClose }: ConfirmProps) => {
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const confirm = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    const why = await onConfirm();
    setBusy(false);
    setTrouble(why);
    if (why === undefined) onClose();
  };
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={styles['scrim']} />
        <AlertDialog.Content className={styles['dialog']}>
          <AlertDialog.Title className="font-semibold text-lg">{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="mt-2 text-pretty text-soft">{children}</div>
          </AlertDialog.Description>
          {trouble !== undefined && (
            <p role="alert" className="mt-3 text-saturated-ink text-sm">
              {trouble}
            </p>
          )}
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel className={BUTTON.plain}>{cancel}</AlertDialog.Cancel>
            <button type="button" aria-disabled={isBusy} className={BUTTON[tone]} onClick={() => void confirm()}>
              {action}
            </button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
};
