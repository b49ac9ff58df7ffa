import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { ask } from '../../api/ask.ts';
import { PROVE_AT_PROVIDER, whenProved } from '../../session/proved.ts';
import { askWho } from '../../session/session.ts';
import { useSession } from '../../session/useSession.ts';

interface ProveProps {
  readonly onProved: () => void;
}

/** Asks whoever sits here to show that it is still they, inside the form that needs it, so that nothing typed is lost. */
export const ProveForm = ({ onProved }: ProveProps) => {
  const { me } = useSession();
  return me?.hasPassword === false ? <ByProvider onProved={onProved} /> : <ByPassword onProved={onProved} />;
};

const BOX = 'rounded-lg border border-line-strong bg-raised px-4 py-3';

const Heading = ({ children }: { readonly children: ReactNode }) => {
  const t = useTranslations('changes.preview');
  return (
    <>
      <h3 className="font-semibold text-base">{t('prove')}</h3>
      <p className="mt-0.5 text-pretty text-soft text-sm">{children}</p>
    </>
  );
};

/** The form has just been asked for by a press of Apply: its field is where the reader goes on. One function for all drawings, which is called once. */
const takeFocus = (field: HTMLElement | null): void => field?.focus();

const ByPassword = ({ onProved }: ProveProps) => {
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
      className={BOX}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy && password !== '') void prove();
      }}
    >
      <Heading>{t('preview.proveWhy')}</Heading>
      <label className="mt-2 block text-faint text-xs">
        {t('preview.password')}
        <input
          ref={takeFocus}
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

/** Whoever has no password here signs in again where they did before, in a tab of its own; this page goes on once that is done. */
const ByProvider = ({ onProved }: ProveProps) => {
  const t = useTranslations('changes.preview');
  const goOn = useEffectEvent(() => {
    void askWho();
    onProved();
  });
  useEffect(() => whenProved(() => goOn()), []);
  return (
    <div className={BOX}>
      <Heading>{t('proveAtProviderWhy')}</Heading>
      <a ref={takeFocus} href={PROVE_AT_PROVIDER} target="_blank" rel="noopener" className={`${BUTTON.primary} mt-3`}>
        {t('proveAtProvider')}
      </a>
    </div>
  );
};
