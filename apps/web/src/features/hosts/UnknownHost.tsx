'use client';
import { useTranslations } from 'next-intl';
import { BUTTON } from '../../components/button.ts';
import { MeantLink } from '../../components/MeantLink.tsx';
import { AddHostLink } from './AddHostLink.tsx';

interface UnknownHostProps {
  readonly hostId: string;
  /** The server knows its agent, which has sent nothing. */
  readonly isKnown: boolean;
}

/** In the place of a host elsewhere of which the server has nothing, with the ways on from here. */
export const UnknownHost = ({ hostId, isKnown }: UnknownHostProps) => {
  const t = useTranslations('hosts');
  return (
    <section
      aria-labelledby="unknown-host"
      className="mx-auto my-10 w-full max-w-xl rounded-xl border border-line bg-surface p-6"
    >
      <h2 id="unknown-host" className="break-words font-semibold text-lg">
        {isKnown ? t('unknown.silentTitle') : t('unknown.title', { host: hostId })}
      </h2>
      <p className="mt-2 text-pretty text-soft">{isKnown ? t('unknown.silentBody') : t('unknown.body')}</p>
      <div className="mt-5 flex flex-wrap gap-2">
        <MeantLink href="/hosts" className={BUTTON.primary}>
          {t('all')}
        </MeantLink>
        <AddHostLink />
      </div>
    </section>
  );
};
