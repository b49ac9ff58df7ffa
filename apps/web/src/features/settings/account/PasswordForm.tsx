'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { ask } from '../../api/ask.ts';
import { NewPassword, SHORTEST_PASSWORD } from '../../sign-in/NewPassword.tsx';
import { PasswordField } from '../../sign-in/PasswordField.tsx';

/** A new password for the one who knows the old one. */
export const PasswordForm = ({ email }: { readonly email: string }) => {
  const t = useTranslations('settings.account');
  const s = useTranslations('settings');
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const [said, setSaid] = useState('');
  const change = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask<{ readonly ended: number }>('/api/v1/password', { current, password });
    setBusy(false);
    if (answer.ok) {
      setSaid(t('changed', { ended: answer.body.ended }));
      setWrong(undefined);
      setCurrent('');
      setPassword('');
    } else {
      setSaid('');
      setWrong(answer.refusal.code === 'forbidden' ? t('wrong') : s('notDone', { why: answer.refusal.message }));
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy && password.length >= SHORTEST_PASSWORD) void change();
  };
  return (
    <form method="post" onSubmit={onSubmit} className="flex max-w-md flex-col gap-4 px-4 py-4">
      <p className="text-soft text-sm">{t('passwordAbout')}</p>
      {/* For password managers: whose password this is. */}
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        label={t('currentPassword')}
        autoComplete="current-password"
        value={current}
        onChange={setCurrent}
        error={wrong}
      />
      <NewPassword label={t('next')} value={password} onChange={setPassword} />
      <div className="flex flex-wrap items-center gap-3">
        <button type="submit" aria-disabled={isBusy} className={BUTTON.plain}>
          {isBusy ? t('changing') : t('change')}
        </button>
        <p role="status" className="text-calm-ink text-sm">
          {said}
        </p>
      </div>
    </form>
  );
};
