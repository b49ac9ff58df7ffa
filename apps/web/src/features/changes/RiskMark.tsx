import { useTranslations } from 'next-intl';
import { cx } from '../../components/cx.ts';

const STEPS = [1, 2, 3, 4] as const;

interface RiskMarkProps {
  readonly risk: 1 | 2 | 3 | 4;
  /** The word alone, under a heading that says what it is; the number is spoken. */
  readonly short?: boolean;
}

/** How much may go wrong: four steps, a number and a word, so that nothing hangs on the colour. */
export const RiskMark = ({ risk, short = false }: RiskMarkProps) => {
  const t = useTranslations('changes');
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <span aria-hidden="true" className="inline-flex items-end gap-0.5">
        {STEPS.map((step) => (
          <span
            key={step}
            style={{ height: `${0.25 + step * 0.125}rem` }}
            className={cx(
              'w-1 rounded-xs',
              step > risk ? 'ring-1 ring-line-strong ring-inset' : risk >= 3 ? 'bg-saturated' : 'bg-ink',
            )}
          />
        ))}
      </span>
      <span className={cx(risk >= 3 && 'font-medium text-saturated-ink')}>
        {short ? (
          <>
            <span aria-hidden="true">{t(`risk.${risk}`)}</span>
            <span className="sr-only">{t('riskOf', { risk, word: t(`risk.${risk}`) })}</span>
          </>
        ) : (
          t('riskOf', { risk, word: t(`risk.${risk}`) })
        )}
      </span>
    </span>
  );
};
