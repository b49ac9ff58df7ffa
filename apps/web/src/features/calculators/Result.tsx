'use client';
import type { Calculation } from '@netstrata/advisor/calculators';
import { useLocale, useTranslations } from 'next-intl';
import { BusyIcon, CalmIcon } from '../../components/icons.tsx';
import { keepUnits } from '../../components/keepUnits.ts';
import { ChangeButton } from '../changes/ChangeButton.tsx';
import { Amount } from './Amount.tsx';
import { CalculatorPicture } from './CalculatorPicture.tsx';
import styles from './Calculators.module.css';
import { valuesOf } from './inputs.ts';
import type { Calculator, Texts } from './types.ts';
import { WhatIf } from './WhatIf.tsx';

interface ResultProps {
  readonly hostId: string;
  readonly calculator: Calculator;
  /** What stands in its fields, all of it right. */
  readonly texts: Texts;
  readonly calculation: Calculation;
  /** The value of a sysctl on this host now. */
  readonly sysctl: (name: string) => string | undefined;
  /** Calculates with another load. */
  readonly onLoad: (text: string) => void;
  readonly onChange: () => void;
}

/** The answer as a sentence and a picture, the arithmetic behind it, what to set, and what it leaves out. */
export const Result = ({ hostId, calculator, texts, calculation, sysctl, onLoad, onChange }: ResultProps) => {
  const t = useTranslations('calculators');
  const locale = useLocale();
  const { answer, caveats, fits, steps, wishes } = calculation;
  const Icon = fits ? CalmIcon : BusyIcon;
  const said = keepUnits(answer[locale]);
  return (
    <div className={`min-w-0 ${styles['result']}`}>
      <p
        role="status"
        data-testid="answer"
        data-fits={fits}
        className={`flex items-start gap-2.5 text-pretty rounded-lg px-4 py-3 font-medium text-base ${fits ? 'bg-calm-wash text-calm-ink' : 'bg-busy-wash text-busy-ink ring-1 ring-busy/50 ring-inset'}`}
      >
        <Icon className="mt-1 size-4" />
        <span className="min-w-0 break-words">{said}</span>
      </p>
      <div className={styles['answered']}>
        <div className="min-w-0 space-y-4">
          <CalculatorPicture picture={calculator.picture(calculation, valuesOf(texts))} label={said} />
          {wishes.length > 0 && (
            <section aria-label={t('wishes')} className="rounded-lg border border-line px-4 py-3">
              <h3 className="font-semibold text-sm">{t('wishes')}</h3>
              <ul className="mt-1 space-y-0.5 text-sm">
                {wishes.map(({ tunable, value }) => (
                  <li key={tunable} className="break-words font-mono text-xs">
                    {tunable}: <span className="text-faint">{sysctl(tunable) ?? t('notKnown')}</span> →{' '}
                    <strong>{value}</strong>
                  </li>
                ))}
              </ul>
              <div className="mt-2 flex flex-wrap items-center gap-3">
                <ChangeButton hostId={hostId} onPress={onChange}>
                  {t('change')}
                </ChangeButton>
              </div>
            </section>
          )}
          <WhatIf calculator={calculator} texts={texts} onLoad={onLoad} />
        </div>
        <div className="min-w-0 space-y-4">
          <section aria-label={t('arithmetic')}>
            <h3 className="mb-1 font-semibold text-sm">{t('arithmetic')}</h3>
            <table className="w-full text-sm tabular-nums">
              <tbody>
                {steps.map((step) => (
                  <tr key={step.id} className="border-line border-t align-baseline" data-step={step.id}>
                    <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                      {step.name[locale]}
                      <span className="block break-words text-faint text-xs">= {step.how[locale]}</span>
                    </th>
                    <td className="whitespace-nowrap py-1.5 text-right font-medium">
                      <Amount step={step} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <section aria-label={t('caveats')}>
            <h3 className="mb-1 font-semibold text-sm">{t('caveats')}</h3>
            <ul className="list-disc space-y-1 pl-5 text-pretty text-soft text-sm">
              {caveats.map((caveat) => (
                <li key={caveat.en}>{keepUnits(caveat[locale])}</li>
              ))}
            </ul>
          </section>
        </div>
      </div>
    </div>
  );
};
