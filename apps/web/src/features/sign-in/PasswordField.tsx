'use client';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { Field } from '../../components/Field.tsx';

interface PasswordFieldProps {
  readonly label: string;
  /** Left out, the field keeps what is typed, and the form reads it. */
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  /** `new-password` makes a password manager propose one. */
  readonly autoComplete: 'current-password' | 'new-password';
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly minLength?: number;
  readonly autoFocus?: boolean;
}

/** A password that can be shown, with a word when caps lock is on. */
export const PasswordField = ({ value, onChange, hint, ...field }: PasswordFieldProps) => {
  const t = useTranslations('signIn');
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const look = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <Field
      {...field}
      type={shown ? 'text' : 'password'}
      name="password"
      value={value}
      onChange={(event) => onChange?.(event.target.value)}
      onKeyDown={look}
      onKeyUp={look}
      onBlur={() => setCapsLock(false)}
      required
      maxLength={256}
      spellCheck={false}
      autoCapitalize="off"
      aside={
        <button
          type="button"
          aria-pressed={shown}
          aria-label={shown ? t('hidePassword') : t('showPassword')}
          onClick={() => setShown(!shown)}
          className="rounded px-2 py-1 text-soft text-xs hover:bg-hover hover:text-ink"
        >
          {shown ? t('hide') : t('show')}
        </button>
      }
      hint={
        <>
          {hint}
          <span aria-live="polite" className="block text-busy-ink empty:hidden">
            {capsLock ? t('capsLock') : ''}
          </span>
        </>
      }
    />
  );
};
