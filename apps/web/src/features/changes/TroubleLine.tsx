import { useTranslations } from 'next-intl';

/** Why something was not done, and the way on where there is one. */
export const TroubleLine = ({ code, message }: { readonly code: string; readonly message: string }) => {
  const t = useTranslations('changes');
  return (
    <p role="alert" className="text-pretty break-words text-saturated-ink text-sm">
      {code === 'unauthorised' ? (
        <>
          {t('signedOut')}{' '}
          <a href="/sign-in" target="_blank" rel="noreferrer" className="underline underline-offset-2">
            {t('signIn')}
          </a>
        </>
      ) : code === 'unreachable' ? (
        t('unreachable')
      ) : (
        t('notDone', { why: message.replace(/\.$/, '') })
      )}
    </p>
  );
};
