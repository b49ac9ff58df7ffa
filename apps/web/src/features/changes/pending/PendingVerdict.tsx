import type { FormatOptions } from '@netstrata/metrics';
import type { ChangeRecord, Verdict } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { ChevronIcon } from '../../../components/icons.tsx';
import { keepUnits } from '../../../components/keepUnits.ts';
import { evidenceText } from '../../advice/advice.ts';
import { useMeasureWords } from '../../advice/useMeasureWords.ts';
import { useClocked } from '../../connection/live.ts';
import { VerdictMark } from '../VerdictMark.tsx';
import { VerdictTable } from '../VerdictTable.tsx';

/** As many as fit in a line; the rest is a click away. */
const SHOWN = 2;
/** What is measured until a verdict compares it in its sentence. */
const MEASURING: readonly Verdict['state'][] = ['too-early', 'unmeasured'];

interface PendingVerdictProps {
  readonly change: ChangeRecord;
  readonly options: FormatOptions;
}

/** Whether it helps, as far as that can be told, with the numbers. */
export const PendingVerdict = ({ change, options }: PendingVerdictProps) => {
  const t = useTranslations('changes');
  const { verdict, appliedMs } = change;
  const measureWords = useMeasureWords(verdict?.evidence ?? []);
  const left = useClocked(({ clockOffsetMs }, nowMs) =>
    verdict?.state !== 'too-early' || appliedMs === undefined
      ? undefined
      : Math.ceil((appliedMs + verdict.windowMs - nowMs - clockOffsetMs) / 1000),
  );
  if (verdict === undefined) return <p className="text-soft text-sm">{t('measuring')}</p>;
  const { state, reason, evidence } = verdict;
  const shown = MEASURING.includes(state) ? Math.min(SHOWN, evidence.length) : 0;
  const textOf = (row: Verdict['evidence'][number], value: number | null) =>
    value === null
      ? t(state === 'too-early' ? 'measuringValue' : 'unknownValue')
      : evidenceText({ ...row, value }, options);
  return (
    <div className="min-w-0 text-sm">
      <div aria-live="polite" className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <span className="translate-y-0.5">
          <VerdictMark state={state} />
        </span>
        {left !== undefined && left > 0 ? (
          <span aria-hidden="true" className="whitespace-nowrap text-faint tabular-nums">
            {t('measuredOver', { whole: verdict.windowMs / 1000, left })}
          </span>
        ) : (
          <span className="min-w-0 text-pretty break-words text-soft">{keepUnits(reason)}</span>
        )}
      </div>
      {shown > 0 && (
        <ul className="mt-0.5 flex flex-wrap gap-x-5 text-xs tabular-nums">
          {evidence.slice(0, shown).map((row) => (
            <li key={`${row.metric}|${JSON.stringify(row.labels)}`} className="max-sm:not-first:hidden">
              <span className="text-faint">{measureWords(row)}</span>{' '}
              <span className="whitespace-nowrap text-soft">{textOf(row, row.before)}</span>
              <span className="sr-only"> {t('to')} </span>
              <span aria-hidden="true" className="text-faint">
                {' → '}
              </span>
              <span className="whitespace-nowrap font-semibold">{textOf(row, row.after)}</span>
            </li>
          ))}
        </ul>
      )}
      {evidence.length > shown && (
        <details className="group mt-0.5">
          <summary className="flex cursor-pointer list-none items-center gap-1 rounded text-faint text-xs hover:text-ink">
            <ChevronIcon className="size-3 transition-transform group-open:rotate-90" />
            {t('pending.numbers')}
          </summary>
          <VerdictTable verdict={verdict} options={options} />
        </details>
      )}
    </div>
  );
};
