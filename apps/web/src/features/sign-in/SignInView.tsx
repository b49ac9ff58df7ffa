'use client';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { BUTTON } from '../../components/button.ts';
import { cx } from '../../components/cx.ts';
import { PROVED_AT_PROVIDER, tellProved } from '../session/proved.ts';
import { Door } from './Door.tsx';
import { knock } from './knock.ts';
import { Notice } from './Notice.tsx';
import { ownPath } from './ownPath.ts';
import { SignInForm } from './SignInForm.tsx';
import { useSignInWays } from './useSignInWays.ts';

/** As the server prints it. */
const FIRST_ADMIN_LINE = 'Open this link to make the first admin: …/welcome?code=…';

/** Between two ways in. */
const Or = () => (
  <div className="flex items-center gap-3 text-faint text-xs before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
    {useTranslations('signIn')('or')}
  </div>
);

/** The way to an identity provider and back; who was not let in there comes back to it too. */
const ProviderButton = ({ name, next }: { readonly name: string; readonly next: string }) => {
  const t = useTranslations('signIn');
  const wasRefused = useSearchParams().get('failed') === 'provider';
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState(wasRefused);
  const go = async (): Promise<void> => {
    setBusy(true);
    const answer = await knock('/api/auth/sign-in/oauth2', {
      providerId: 'oidc',
      callbackURL: next,
      errorCallbackURL: '/sign-in?failed=provider',
    });
    const { url } = (answer.kind === 'in' ? answer.body : {}) as { readonly url?: string };
    setFailed(url === undefined);
    if (url === undefined) setBusy(false);
    else window.location.assign(url);
  };
  return (
    <div className="flex flex-col gap-3">
      {failed && <Notice text={t('errors.provider', { name })} />}
      <button
        type="button"
        aria-disabled={isBusy}
        onClick={() => !isBusy && void go()}
        className={cx(BUTTON.plain, 'min-h-10 w-full')}
      >
        {t('with', { name })}
      </button>
    </div>
  );
};

/** Who comes here with a session may go on with it, or sign in as somebody else. */
const SignedInAlready = ({ name, next }: { readonly name: string; readonly next: string }) => {
  const t = useTranslations('signIn');
  return (
    <p className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-calm-wash px-3 py-2 text-calm-ink text-sm">
      <span className="min-w-0 flex-1 break-words">{t('signedIn', { name })}</span>
      <a href={next} className={BUTTON.small}>
        {t('goOn')}
      </a>
    </p>
  );
};

/** A wall link that lets nobody in leads here. */
const WallEnded = () => {
  const t = useTranslations('signIn.wall');
  return (
    <Door title={t('title')} about={t('body')}>
      <p className="mt-3 text-pretty text-soft">{t('cure')}</p>
      <a href="/sign-in?next=%2Fwall" className={`${BUTTON.plain} mt-5`}>
        {t('action')}
      </a>
    </Door>
  );
};

/** The way to the identity provider for somebody who is signed in, and shows that it is still they. */
const ProveAgain = ({ provider }: { readonly provider: string }) => {
  const t = useTranslations('signIn.prove');
  return (
    <Door title={t('title')} about={t('body', { name: provider })}>
      <div className="mt-5">
        <ProviderButton name={provider} next={PROVED_AT_PROVIDER} />
      </div>
    </Door>
  );
};

/** Where they come back to; the page that asked hears of it and goes on. */
const Proved = () => {
  const t = useTranslations('signIn.proved');
  useEffect(tellProved, []);
  return (
    <Door title={t('title')} about={t('body')}>
      <p className="mt-3 text-pretty text-soft text-sm">{t('hint')}</p>
    </Door>
  );
};

/** While there is no admin: the printed link makes one, and so may an identity provider. */
const NobodyYet = ({ provider, next }: { readonly provider: string | undefined; readonly next: string }) => {
  const t = useTranslations('signIn');
  return (
    <Door title={t('firstAdmin.title')} about={t('firstAdmin.body')}>
      <pre className="mt-3 whitespace-pre-wrap break-words rounded-md bg-sunken p-3 font-mono text-soft text-xs">
        {FIRST_ADMIN_LINE}
      </pre>
      <p className="mt-3 text-pretty text-soft text-sm">{t('firstAdmin.hint')}</p>
      {provider !== undefined && (
        <div className="mt-4 flex flex-col gap-4">
          <Or />
          <ProviderButton name={provider} next={next} />
        </div>
      )}
    </Door>
  );
};

/** The page for people who are not signed in. */
export const SignInView = () => {
  const t = useTranslations('signIn');
  const query = useSearchParams();
  const [next, setNext] = useState('/');
  const ways = useSignInWays();
  useEffect(() => setNext(ownPath(query.get('next'), window.location.origin)), [query]);
  if (query.get('reason') === 'wall') return <WallEnded />;
  const provider = ways?.oidc ?? undefined;
  if (ways?.firstAdmin === true) return <NobodyYet provider={provider} next={next} />;
  if (query.get('reason') === 'prove' && provider !== undefined) return <ProveAgain provider={provider} />;
  if (query.get('reason') === 'proved' && ways?.signedIn) return <Proved />;
  return (
    <Door title={t('title')} about={t('about')}>
      {ways?.signedIn && <SignedInAlready name={ways.signedIn} next={next} />}
      {ways?.password !== false && <SignInForm onIn={() => window.location.assign(next)} />}
      {provider !== undefined && (
        <div className="mt-4 flex flex-col gap-4">
          {ways?.password !== false && <Or />}
          <ProviderButton name={provider} next={next} />
        </div>
      )}
      {ways?.password !== false && <p className="mt-5 text-pretty text-faint text-xs">{t('forgotten')}</p>}
      {/* The cookie of a link that has expired is gone too: such a screen comes here as a stranger. */}
      {/^\/wall\b/.test(next) && <p className="mt-2 text-pretty text-faint text-xs">{t('wall.screen')}</p>}
    </Door>
  );
};
