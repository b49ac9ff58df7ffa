'use client';
import { useTranslations } from 'next-intl';
import { BusyIcon } from '../../components/icons.tsx';
import { useLive } from '../connection/live.ts';

/** All that is live goes on while the history cannot be written: says that a hole may come of it, since nothing else on a page would. */
export const UnstoredNotice = () => {
  const t = useTranslations('shell');
  const unstored = useLive((state) => state.link === 'open' && state.unstored);
  return (
    <div role="status">
      {unstored && (
        <div className="mb-3 flex items-start gap-3 rounded-xl bg-busy-wash px-4 py-2 text-busy-ink text-sm ring-1 ring-busy/60 ring-inset">
          <BusyIcon className="mt-0.5 size-4" />
          <p className="min-w-0 flex-1 text-pretty">{t('unstored')}</p>
        </div>
      )}
    </div>
  );
};
