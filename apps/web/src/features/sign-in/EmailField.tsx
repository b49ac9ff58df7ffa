import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { Field } from '../../components/Field.tsx';

/** The address that somebody signs in with. Left without a value, the field keeps what is typed, and the form reads `email`. */
export const EmailField = (props: Omit<ComponentProps<typeof Field>, 'label'>) => {
  const t = useTranslations('signIn');
  return (
    <Field
      {...props}
      label={t('email')}
      type="email"
      name="email"
      autoComplete="username"
      autoCapitalize="off"
      spellCheck={false}
      required
    />
  );
};
