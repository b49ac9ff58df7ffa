'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { BUTTON } from '../../components/button.ts';
import { cx } from '../../components/cx.ts';
import { Field } from '../../components/Field.tsx';
import { EmailField } from './EmailField.tsx';
import type { Knock } from './knock.ts';
import { NewPassword, SHORTEST_PASSWORD } from './NewPassword.tsx';
import { Notice } from './Notice.tsx';
import { useKnock } from './useKnock.ts';
import { useWaitWords } from './useWaitWords.ts';

interface WelcomeFormProps {
  readonly code: string;
  /** Of an invitation: whom it is for. */
  readonly email: string | undefined;
  /** Of an account that is there already. */
  readonly name: string | undefined;
  /** The code is not good any more. */
  readonly onGone: () => void;
}

/** Why no account was made, in words; undefined while there is nothing to say. */
const useTrouble = (answer: Knock | undefined, secondsLeft: number): string | undefined => {
  const t = useTranslations('welcome.errors');
  const words = useWaitWords();
  if (answer?.kind === 'too-many') return secondsLeft > 0 ? t('tooMany', { wait: words(secondsLeft) }) : undefined;
  if (answer?.kind === 'unreachable') return t('unreachable');
  return answer?.kind === 'other' ? t('other', { message: answer.message }) : undefined;
};

/** Name, e-mail and password of an account to be made; whoever made it is signed in. */
export const WelcomeForm = ({ code, email: invited, name: known, onGone }: WelcomeFormProps) => {
  const t = useTranslations('welcome');
  const [name, setName] = useState(known ?? '');
  const [email, setEmail] = useState(invited ?? '');
  const [password, setPassword] = useState('');
  const { isBusy, answer, secondsLeft, isBlocked, send } = useKnock('/api/v1/welcome');
  const trouble = useTrouble(answer, secondsLeft);
  const submit = async (): Promise<void> => {
    const { kind } = await send({ code, name: name.trim(), email: email.trim(), password });
    if (kind === 'in') window.location.assign('/');
    if (kind === 'gone' || kind === 'wrong') onGone();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBlocked && password.length >= SHORTEST_PASSWORD) void submit();
  };
  return (
    <form method="post" onSubmit={onSubmit} className="mt-5 flex flex-col gap-4">
      <Notice text={trouble} />
      <Field
        label={t('name')}
        name="name"
        autoComplete="name"
        required
        autoFocus={known === undefined}
        readOnly={known !== undefined}
        maxLength={100}
        hint={known === undefined ? t('nameHint') : undefined}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <EmailField
        readOnly={invited !== undefined}
        hint={invited === undefined ? undefined : t('emailFixed')}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <NewPassword label={t('password')} value={password} onChange={setPassword} />
      <button type="submit" aria-disabled={isBlocked} className={cx(BUTTON.primary, 'min-h-10 w-full')}>
        {isBusy ? t('busy') : known === undefined ? t('submit') : t('submitAgain')}
      </button>
    </form>
  );
};
