'use client';
import { useTranslations } from 'next-intl';
import { useHost } from '../connection/live.ts';

/** The way to the advice where it is not beside the stack but below it. */
export const AdviceLink = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('advice');
  const count = useHost(hostId, (host) => host.advice?.filter(({ mark }) => mark === undefined).length ?? 0);
  if (count === 0) return null;
  return (
    <a
      href="#advice"
      className="-my-2 rounded py-2 text-accent text-sm underline underline-offset-2 max-sm:my-1 max-sm:inline-flex max-sm:min-h-11 max-sm:items-center max-sm:rounded-full max-sm:px-4 max-sm:no-underline max-sm:ring-1 max-sm:ring-accent/50 max-sm:ring-inset xl:hidden"
    >
      {t('jump', { count })}
    </a>
  );
};
