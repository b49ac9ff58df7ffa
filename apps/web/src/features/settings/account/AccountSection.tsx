'use client';
import type { Me } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { Panel } from '../../../components/Panel.tsx';
import { SectionHead } from '../SectionHead.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { SessionsPanel } from './SessionsPanel.tsx';

/** What concerns nobody but oneself. */
export default function AccountSection({ me }: { readonly me: Me }) {
  const t = useTranslations('settings.account');
  const roles = useTranslations('session.roles');
  const facts = [
    [t('name'), me.displayName],
    [t('email'), me.name],
    [t('role'), me.role === null ? null : roles(me.role)],
  ] as const;
  return (
    <>
      <SectionHead id="account" />
      <Panel title={t('who')}>
        <dl className="grid gap-x-6 gap-y-2 max-sm:gap-y-0 px-4 py-3 text-sm sm:grid-cols-[8rem_minmax(0,1fr)]">
          {facts.map(
            ([name, value]) =>
              value !== null && (
                <div key={name} className="contents">
                  <dt className="text-soft">{name}</dt>
                  <dd className="break-words max-sm:mb-2">
                    {value}
                    {name === t('role') && me.role !== 'admin' && (
                      <span className="ml-2 text-faint text-xs">{t('roleHint')}</span>
                    )}
                  </dd>
                </div>
              ),
          )}
        </dl>
      </Panel>
      <SessionsPanel />
      <Panel title={t('password')}>
        {me.hasPassword ? (
          <PasswordForm email={me.name} />
        ) : (
          <p className="px-4 py-4 text-soft text-sm">{t('noPassword')}</p>
        )}
      </Panel>
    </>
  );
}
