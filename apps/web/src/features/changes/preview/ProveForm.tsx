import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { ask } from '../../api/ask.ts';

/** Asks for the password again, inside the form that needs it, so that nothing typed is lost. */
export const ProveForm = ({ onProved }: { readonly onProved: () => void }) => {
  const t = useTranslations('changes');
  const [password, setPassword] = useState('');
  const [trouble, setTrouble] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const prove = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask('/api/v1/prove', { password });
    setBusy(false);
    setPassword('');
    setTrouble(answer.ok ? undefined : answer.refusal.message);
    if (answer.ok) onProved();
  };
  return (
    <form
      className="rounded-lg border border-line-strong bg-raised px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy && password !== '') void prove();
      }}
    >
      <h3 className="font-semibold text-base">{t('preview.prove')}</h3>
      <p className="mt-0.5 text-pretty text-soft text-sm">{t('preview.proveWhy')}</p>
      <label className="mt-2 block text-faint text-xs">
        {t('preview.password')}
        <input
          // The form has just been asked for by a press of Apply: the field is where the reader goes on.
          ref={(field) => field?.focus()}
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={({ target }) => setPassword(target.value)}
          className="mt-0.5 block w-full max-w-80 rounded-md bg-sunken px-2.5 py-1.5 text-base text-ink ring-1 ring-line-strong ring-inset max-sm:min-h-11"
        />
      </label>
      {trouble !== undefined && (
        <p role="alert" className="mt-1.5 text-saturated-ink text-sm">
          {t('notDone', { why: trouble })}
        </p>
      )}
      <button type="submit" aria-disabled={isBusy || password === ''} className={`${BUTTON.primary} mt-3`}>
        {t('preview.proveAndApply')}
      </button>
    </form>
  );
};
