'use client';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BUTTON } from '../../components/button.ts';
import { Door } from './Door.tsx';
import { useInvitation } from './useInvitation.ts';
import { WelcomeForm } from './WelcomeForm.tsx';

/** The page of a link that makes one account: the first admin's, or an invitation's. */
export const WelcomeView = () => {
  const t = useTranslations('welcome');
  const roles = useTranslations('session.roles');
  const code = useSearchParams().get('code') ?? '';
  const invitation = useInvitation(code);
  const [used, setUsed] = useState(false);
  if (code === '')
    return (
      <Door title={t('missing.title')} about={t('missing.body')}>
        <p className="mt-3 text-pretty text-soft text-sm">{t('missing.hint')}</p>
        <Link href="/sign-in" className={`${BUTTON.plain} mt-5`}>
          {t('used.action')}
        </Link>
      </Door>
    );
  if (used || invitation === 'gone')
    return (
      <Door title={t('used.title')} about={t('used.body')}>
        <ul className="mt-3 list-disc space-y-1 pl-5 text-pretty text-soft text-sm">
          <li>{t('used.invited')}</li>
          <li>{t('used.first')}</li>
        </ul>
        <Link href="/sign-in" className={`${BUTTON.primary} mt-5`}>
          {t('used.action')}
        </Link>
      </Door>
    );
  if (invitation === 'wait')
    return (
      <Door title={t('wait.title')} about={t('wait.body')}>
        {null}
      </Door>
    );
  if (invitation === undefined)
    return (
      <Door title={t('checkingTitle')} about={t('checking')}>
        <div className="mt-5 space-y-4" aria-busy="true">
          <div className="skeleton h-10" />
          <div className="skeleton h-10" />
          <div className="skeleton h-10" />
        </div>
      </Door>
    );
  const { email, role, name } = invitation;
  const kind = email === null ? 'first' : name === null ? 'invited' : 'again';
  return (
    <Door title={t(`${kind}.title`)} about={t(`${kind}.body`, { role: roles(role) })}>
      <WelcomeForm code={code} email={email ?? undefined} name={name ?? undefined} onGone={() => setUsed(true)} />
    </Door>
  );
};
