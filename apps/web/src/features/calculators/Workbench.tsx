'use client';
import dynamic from 'next/dynamic';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { BUTTON } from '../../components/button.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { CHOICE } from '../../components/choice.ts';
import { Select } from '../../components/Select.tsx';
import { useWallSized } from '../../components/useWallSized.ts';
import type { WantedValue } from '../changes/preview/draft.ts';
import { answerTo } from './answerTo.ts';
import styles from './Calculators.module.css';
import { calculatorsQuery } from './calculatorsAddress.ts';
import { CALCULATORS, calculatorOf } from './catalogue.ts';
import { InputField } from './InputField.tsx';
import { troubleOf } from './inputs.ts';
import { OtherQuestions } from './OtherQuestions.tsx';
import { Result } from './Result.tsx';
import { useCalculator } from './useCalculator.ts';
import { useHostNumbers } from './useHostNumbers.ts';

const PreviewSheet = dynamic(() => import('../changes/preview/PreviewSheet.tsx'), { ssr: false });

/** The list of questions, and the one that is open: its inputs beside its answer. */
const Workbench = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('calculators');
  const locale = useLocale();
  const host = useHostNumbers(hostId);
  const isWallSized = useWallSized();
  const { calculator, texts, taken, open, set, refill } = useCalculator(host);
  const [wanted, setWanted] = useState<readonly WantedValue[]>();
  const calculation = useMemo(() => answerTo(calculator, texts), [calculator, texts]);
  const isMarked = calculator.inputs.some((input) => troubleOf(input, texts[input.id] ?? '') !== undefined);
  const link = () =>
    `${window.location.origin}${window.location.pathname}?${calculatorsQuery(new URLSearchParams(), calculator, texts)}`;
  return (
    <>
      <div className={styles['page']}>
        <nav aria-label={t('title')} className={`rounded-xl border border-line bg-surface ${styles['list']}`}>
          <ul className="py-1.5">
            {CALCULATORS.map((each) => (
              <li key={each.id}>
                <button
                  type="button"
                  aria-current={each.id === calculator.id}
                  onClick={() => open(each)}
                  className={`${CHOICE} px-3.5 py-2`}
                >
                  <span className="block text-sm">{t(`names.${each.id}`)}</span>
                  <span className="block text-pretty text-faint text-xs">{t(`questions.${each.id}`)}</span>
                </button>
              </li>
            ))}
          </ul>
        </nav>
        <section
          aria-label={t(`names.${calculator.id}`)}
          className="min-w-0 rounded-xl border border-line bg-surface p-4"
          data-calculator={calculator.id}
        >
          <Select
            label={t('title')}
            className={styles['onPhone']}
            value={calculator.id}
            onChange={({ target }) => {
              const next = calculatorOf(target.value);
              if (next !== undefined) open(next);
            }}
            options={CALCULATORS.map(({ id }) => ({ value: id, text: t(`names.${id}`) }))}
          />
          <h2 className="font-semibold text-lg">{t(`questions.${calculator.id}`)}</h2>
          <p className="mt-1 max-w-[80ch] text-pretty text-soft text-sm">{t(`about.${calculator.id}`)}</p>
          <div className={styles['bench']}>
            <form className={styles['form']} onSubmit={(event) => event.preventDefault()}>
              {host === undefined && Object.keys(texts).length === 0 ? (
                <div className={`skeleton h-64 ${styles['wide']}`} role="status" aria-label={t('waiting')} />
              ) : (
                calculator.inputs.map((input) => (
                  <InputField
                    key={input.id}
                    input={input}
                    text={texts[input.id] ?? input.usual}
                    isOfHost={taken !== undefined && input.ofHost?.(taken) === texts[input.id]}
                    ofWhat={taken && input.ofWhat?.(taken)}
                    onChange={(text) => set(input.id, text)}
                  />
                ))
              )}
              <div className={`flex flex-wrap items-center gap-2 pt-1 ${styles['wide']}`}>
                <button type="button" onClick={refill} disabled={host === undefined} className={BUTTON.small}>
                  {t('refill')}
                </button>
                <CopyButton
                  text={typeof window === 'undefined' ? '' : link()}
                  label={t('link')}
                  words={t('copyLink')}
                />
              </div>
            </form>
            {calculation === undefined ? (
              <p role="status" className="text-soft text-sm">
                {t(Object.keys(texts).length === 0 ? 'waiting' : isMarked ? 'mend' : 'contradict')}
              </p>
            ) : (
              <Result
                hostId={hostId}
                calculator={calculator}
                texts={texts}
                calculation={calculation}
                onLoad={(text) => set(calculator.load.input, text)}
                sysctl={(name) => host?.sysctl(name)}
                onChange={() => setWanted(calculation.wishes.map((wish) => ({ ...wish, namespace: 'host' })))}
              />
            )}
          </div>
        </section>
        {isWallSized && taken !== undefined && <OtherQuestions asked={calculator} host={taken} onOpen={open} />}
      </div>
      {wanted !== undefined && calculation !== undefined && (
        <PreviewSheet
          hostId={hostId}
          wanted={wanted}
          because={t('because', { answer: calculation.answer[locale] }).slice(0, 500)}
          onClose={() => setWanted(undefined)}
          onApplied={() => setWanted(undefined)}
        />
      )}
    </>
  );
};

export default Workbench;
