'use client';
import type { Advice, AdviceMark } from '@netstrata/advisor/types';
import { useTranslations } from 'next-intl';
import { clockMoment } from '../../components/clockTime.ts';
import { ChevronIcon } from '../../components/icons.tsx';
import { BringBack } from './SetAside.tsx';

/** Who set it aside until when, and why, in words. */
const useMarkText = (): ((mark: AdviceMark) => string) => {
  const t = useTranslations('advice');
  return ({ kind, timeMs, untilMs, because }) => {
    const what =
      kind === 'snoozed' && untilMs !== undefined
        ? t('snoozedUntil', { when: clockMoment(untilMs) })
        : t('dismissedAt', { when: clockMoment(timeMs) });
    return because === '' ? what : t('because', { what, why: because });
  };
};

/** Open advice that somebody does not want to see now, with the way back. */
export const SetAsideList = ({ hostId, advice }: { readonly hostId: string; readonly advice: readonly Advice[] }) => {
  const t = useTranslations('advice');
  const markText = useMarkText();
  return (
    <details className="group border-line border-t px-4 py-3">
      <summary className="flex cursor-pointer list-none items-center gap-1 rounded text-soft text-sm hover:text-ink">
        <ChevronIcon className="size-3 transition-transform group-open:rotate-90" />
        {t('setAside', { count: advice.length })}
      </summary>
      <ul className="mt-2 space-y-3">
        {advice.map(({ id, title, mark }) => (
          <li key={id}>
            <p className="text-pretty break-words text-sm">{title}</p>
            {mark !== undefined && <p className="mb-1 break-words text-faint text-xs">{markText(mark)}</p>}
            <BringBack hostId={hostId} adviceId={id} />
          </li>
        ))}
      </ul>
    </details>
  );
};
