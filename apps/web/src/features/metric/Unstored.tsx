import type { Labels } from '@netstrata/metrics';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { nameOf } from '../history/storedBands.ts';
import { socketsHref } from '../sockets/socketsHref.ts';
import { socketsOf } from '../sockets/socketsOf.ts';

interface UnstoredProps {
  readonly hostId: string;
  readonly of: Labels;
  readonly onAll: () => void;
}

/** Instead of a history: why there is none of a single socket or destination, and where it is seen now. */
export const Unstored = ({ hostId, of, onAll }: UnstoredProps) => {
  const t = useTranslations('metric');
  const filter = socketsOf(of);
  return (
    <div className="space-y-2 text-sm">
      <p className="max-w-[75ch] text-pretty">{t('unstored', { series: nameOf({ labels: of }) })}</p>
      <p className="flex flex-wrap gap-x-4 gap-y-1">
        {filter !== undefined && (
          <Link href={socketsHref(hostId, filter)} className="text-accent underline underline-offset-2">
            {t('socketsNow')}
          </Link>
        )}
        <button type="button" onClick={onAll} className="text-accent underline underline-offset-2">
          {t('storedOfIt')}
        </button>
      </p>
    </div>
  );
};
