import { useTranslations } from 'next-intl';
import { clockInstant } from '../clockTime.ts';
import styles from './Chart.module.css';
import type { ChartMark } from './types.ts';

/** What happened in the time of a chart, in words, by its number in it. */
export const ChartMarks = ({ marks }: { readonly marks: readonly ChartMark[] }) => {
  const t = useTranslations('chart');
  if (marks.length === 0) return null;
  return (
    <ol aria-label={t('marks')} className="mt-1.5 flex flex-col gap-1 text-soft text-xs">
      {marks.map(({ id, kind, timeMs, text }, n) => (
        <li key={id} className="flex items-baseline gap-1.5">
          <span className={styles['mark']}>{n + 1}</span>
          <span className="text-faint tabular-nums">{clockInstant(timeMs)}</span>
          <span className="min-w-0 break-words">{t('mark', { kind: t(`kinds.${kind}`), text })}</span>
        </li>
      ))}
    </ol>
  );
};
