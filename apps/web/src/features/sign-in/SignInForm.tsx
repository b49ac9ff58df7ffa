'use client';
import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { BUTTON } from '../../components/button.ts';
import { cx } from '../../components/cx.ts';
import { EmailField } from './EmailField.tsx';
import type { Knock } from './knock.ts';
import { Notice } from './Notice.tsx';
import { PasswordField } from './PasswordField.tsx';
import { useKnock } from './useKnock.ts';
import { useWaitWords } from './useWaitWords.ts';

/** Why nobody was let in, in words; undefined while there is nothing to say. */
const useTrouble = (answer: Knock | undefined, secondsLeft: number): string | undefined => {
  const t = useTranslations('signIn.errors');
  const words = useWaitWords();
  switch (answer?.kind) {
    case undefined:
    case 'in':
      return undefined;
    case 'wrong':
      return t('wrong');
    case 'too-many':
      return secondsLeft > 0 ? t('tooMany', { wait: words(secondsLeft) }) : undefined;
    case 'unreachable':
      return t('unreachable');
    case 'gone':
      return t('noPasswords');
    case 'other':
      return t('other', { message: answer.message });
  }
};

/**
 * E-mail and password. A POST even before its script is there, so that no password is ever in an address; and the fields keep their own
 * text, so that what was typed or filled in until then counts.
 */
export const SignInForm = ({ onIn }: { readonly onIn: () => void }) => {
  const t = useTranslations('signIn');
  const { isBusy, answer, secondsLeft, isBlocked, send } = useKnock('/api/auth/sign-in/email');
  const trouble = useTrouble(answer, secondsLeft);
  const submit = async (typed: FormData): Promise<void> => {
    const email = String(typed.get('email')).trim();
    const { kind } = await send({ email, password: typed.get('password'), rememberMe: true });
    if (kind === 'in') onIn();
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isBlocked) void submit(new FormData(event.currentTarget));
  };
  return (
    <form method="post" onSubmit={onSubmit} className="mt-5 flex flex-col gap-4">
      <Notice text={trouble} />
      <EmailField autoFocus />
      <PasswordField label={t('password')} autoComplete="current-password" />
      <button type="submit" aria-disabled={isBlocked} className={cx(BUTTON.primary, 'min-h-10 w-full')}>
        {isBusy ? t('busy') : t('submit')}
      </button>
    </form>
  );
};
