'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { BusyIcon, CalmIcon } from '../../components/icons.tsx';
import { keepUnits } from '../../components/keepUnits.ts';
import { answerTo } from './answerTo.ts';
import { CalculatorPicture } from './CalculatorPicture.tsx';
import styles from './Calculators.module.css';
import { CALCULATORS } from './catalogue.ts';
import type { HostNumbers } from './hostNumbers.ts';
import { prefilled, valuesOf } from './inputs.ts';
import type { Calculator } from './types.ts';

interface OtherQuestionsProps {
  /** The one that is open. */
  readonly asked: Calculator;
  readonly host: HostNumbers;
  readonly onOpen: (calculator: Calculator) => void;
}

/** What the other calculators say of this host, where the screen has room for it. */
export const OtherQuestions = ({ asked, host, onOpen }: OtherQuestionsProps) => {
  const t = useTranslations('calculators');
  const locale = useLocale();
  const answered = useMemo(
    () =>
      CALCULATORS.filter((each) => each !== asked).flatMap((calculator) => {
        const texts = prefilled(calculator.inputs, host);
        const calculation = answerTo(calculator, texts);
        if (calculation === undefined) return [];
        return [{ calculator, calculation, picture: calculator.picture(calculation, valuesOf(texts)) }];
      }),
    [asked, host],
  );
  return (
    <section aria-label={t('others')} className={`rounded-xl border border-line bg-surface p-4 ${styles['others']}`}>
      <h2 className="font-semibold text-base">{t('others')}</h2>
      <ul className={styles['cards']}>
        {answered.map(({ calculator, calculation: { answer, fits }, picture }) => {
          const Icon = fits ? CalmIcon : BusyIcon;
          const said = keepUnits(answer[locale]);
          return (
            <li key={calculator.id}>
              <button
                type="button"
                onClick={() => onOpen(calculator)}
                className="flex h-full w-full flex-col gap-2 rounded-lg border border-line px-4 py-3 text-left hover:border-line-strong hover:bg-hover"
              >
                <span className="font-medium text-sm">{t(`names.${calculator.id}`)}</span>
                <span className={`flex items-start gap-2 text-xs ${fits ? 'text-calm-ink' : 'text-busy-ink'}`}>
                  <Icon className="mt-0.5 size-3.5" />
                  <span className="min-w-0 text-pretty break-words">{said}</span>
                </span>
                <span aria-hidden="true" className="mt-auto pt-1">
                  <CalculatorPicture picture={picture} label={said} />
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
};
