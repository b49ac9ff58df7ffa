'use client';
import { useTranslations } from 'next-intl';
import { AlertDialog } from 'radix-ui';
import { useState } from 'react';
import { BUTTON } from '../../components/button.ts';
import dialogStyles from '../../components/Dialog.module.css';
import { signInAddress } from './signInAddress.ts';

/** One dialog over whatever was open. It can be put aside, to read or copy what the page still shows. */
export default function SignedOutDialog() {
  const t = useTranslations('session.ended');
  const [aside, setAside] = useState(false);
  if (aside)
    return (
      <div className={dialogStyles['reminder']} role="status">
        <span>{t('reminder')}</span>
        <a href={signInAddress()} className={BUTTON.primary}>
          {t('action')}
        </a>
      </div>
    );
  return (
    <AlertDialog.Root open>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={dialogStyles['scrim']} />
        <AlertDialog.Content className={dialogStyles['dialog']} onEscapeKeyDown={() => setAside(true)}>
          <AlertDialog.Title className="font-semibold text-lg">{t('title')}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-pretty text-soft">
            {t('body')} {t('back')}
          </AlertDialog.Description>
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel className={BUTTON.plain} onClick={() => setAside(true)}>
              {t('stay')}
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <a href={signInAddress()} className={BUTTON.primary}>
                {t('action')}
              </a>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
