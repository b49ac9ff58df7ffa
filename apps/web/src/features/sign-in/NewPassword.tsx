'use client';
import { useTranslations } from 'next-intl';
import styles from './NewPassword.module.css';
import { PasswordField } from './PasswordField.tsx';

/** As the server asks for. */
export const SHORTEST_PASSWORD = 12;
/** From here on the meter says no more. */
const LONG = 24;

interface NewPasswordProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A password to be chosen, with its length against what is asked for: length is what makes one hard to guess. */
export const NewPassword = ({ label, value, onChange }: NewPasswordProps) => {
  const t = useTranslations('welcome');
  const isShort = value.length < SHORTEST_PASSWORD;
  return (
    <PasswordField
      label={label}
      autoComplete="new-password"
      minLength={SHORTEST_PASSWORD}
      value={value}
      onChange={onChange}
      hint={
        <>
          <span className={styles['meter']} data-short={isShort} aria-hidden="true">
            <span style={{ width: `${Math.min(100, (value.length / LONG) * 100)}%` }} />
          </span>
          <span className="flex justify-between gap-3">
            <span>{t('passwordHint')}</span>
            <span className="whitespace-nowrap tabular-nums">
              {value.length > 0 &&
                t(isShort ? 'lengthShort' : 'length', { length: value.length, shortest: SHORTEST_PASSWORD })}
            </span>
          </span>
        </>
      }
    />
  );
};
