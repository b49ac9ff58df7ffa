'use client';
import { useTranslations } from 'next-intl';
import { BUTTON } from '../../components/button.ts';
import { InfoIcon } from '../../components/icons.tsx';
import { useLive } from '../connection/live.ts';

/** A page that stays open outlives the server it came from: says so, since parts of it that were never opened are gone. */
export const UpdateNotice = ({ build }: { readonly build: string | undefined }) => {
  const t = useTranslations('shell.updated');
  const newest = useLive((state) => (state.link === 'open' ? state.build : undefined));
  const isOld = build !== undefined && newest !== undefined && newest !== build;
  return (
    <div role="status">
      {isOld && (
        <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-xl bg-surface px-4 py-2 text-sm ring-1 ring-accent/60 ring-inset">
          <InfoIcon className="size-4 text-accent" />
          <p className="min-w-0 flex-1 text-pretty">{t('about')}</p>
          <button type="button" onClick={() => window.location.reload()} className={BUTTON.small}>
            {t('again')}
          </button>
        </div>
      )}
    </div>
  );
};
