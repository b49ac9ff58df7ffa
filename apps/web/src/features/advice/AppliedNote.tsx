import type { AdviceApplied } from '@netstrata/advisor/types';
import { useTranslations } from 'next-intl';
import { InfoIcon } from '../../components/icons.tsx';

/** That the change of an advice is made and being verified, or was taken back just now, and of when the rest of its card is. */
export const AppliedNote = ({ applied: { state } }: { readonly applied: AdviceApplied }) => {
  const t = useTranslations('advice.applied');
  return (
    <p className="mb-2 flex items-start gap-1.5 text-sm">
      <InfoIcon className="mt-0.5 size-4 text-accent" />
      <span className="min-w-0 text-pretty break-words text-soft">
        <strong className="font-semibold text-ink">{t(state === 'undone' ? 'undone' : 'made')}</strong>{' '}
        {t(`about.${state}`)}
      </span>
    </p>
  );
};
