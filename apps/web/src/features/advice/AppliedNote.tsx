import type { AdviceApplied } from '@netstrata/advisor/types';
import { useTranslations } from 'next-intl';
import { InfoIcon } from '../../components/icons.tsx';
import { useHost } from '../connection/live.ts';
import { isMade } from './advice.ts';

interface AppliedNoteProps {
  readonly hostId: string;
  readonly applied: AdviceApplied;
}

/** That the change of an advice is made and being verified, or was taken back just now, and of when the rest of its card is. */
export const AppliedNote = ({ hostId, applied }: AppliedNoteProps) => {
  const { changeId, state } = applied;
  const t = useTranslations('advice.applied');
  const verdict = useHost(hostId, ({ changes }) => changes?.find(({ id }) => id === changeId)?.verdict?.state);
  // It goes on because what was made acts later, which the list below is about.
  const about = state === 'found' && verdict === 'waits' ? 'waits' : state;
  return (
    <p className="mb-2 flex items-start gap-1.5 text-sm">
      <InfoIcon className="mt-0.5 size-4 text-accent" />
      <span className="min-w-0 text-pretty break-words text-soft">
        <strong className="font-semibold text-ink">{t(isMade(applied) ? 'made' : 'undone')}</strong>{' '}
        {t(`about.${about}`)}
      </span>
    </p>
  );
};
