'use client';
import type { Advice, AdviceMark } from '@netstrata/advisor/types';
import { clockMoment } from '../../components/clockTime.ts';
import { ChevronIcon } from '../../components/icons.tsx';
import { BringBack } from './SetAside.tsx';
import { ADVICE_TEXT } from './text.ts';

const markText = ({ kind, timeMs, untilMs, because }: AdviceMark): string => {
  const since = clockMoment(timeMs);
  const what =
    kind === 'snoozed' && untilMs !== undefined
      ? ADVICE_TEXT.snoozedUntil(clockMoment(untilMs))
      : ADVICE_TEXT.dismissedAt(since);
  return because === '' ? what : `${what}: ${because}`;
};

/** Open advice that somebody does not want to see now, with the way back. */
export const SetAsideList = ({ hostId, advice }: { readonly hostId: string; readonly advice: readonly Advice[] }) => (
  <details className="group border-line border-t px-4 py-3">
    <summary className="flex cursor-pointer list-none items-center gap-1 rounded text-soft text-sm hover:text-ink">
      <ChevronIcon className="size-3 transition-transform group-open:rotate-90" />
      {ADVICE_TEXT.setAside(advice.length)}
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
