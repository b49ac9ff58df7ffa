import { useTranslations } from 'next-intl';
import { clockTime } from '../../../components/clockTime.ts';
import { cx } from '../../../components/cx.ts';
import type { ChangeMark } from './marks.ts';

interface MarkListProps {
  readonly marks: readonly ChangeMark[];
  readonly className?: string;
}

/** The marks of a chart in words, by their number in it. */
export const MarkList = ({ marks, className }: MarkListProps) => {
  const t = useTranslations('changes');
  return marks.length === 0 ? null : (
    <ol aria-label={t('marks.list')} className={cx('list-inside list-decimal text-2xs tabular-nums', className)}>
      {marks.map(({ id, kind, timeMs, what }) => (
        <li key={id} className="break-words">
          {t('marks.of', { kind: t(`marks.kinds.${kind}`), time: clockTime(timeMs), what })}
        </li>
      ))}
    </ol>
  );
};
