'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { BusyIcon, CalmIcon } from '../../components/icons.tsx';
import { Amount } from './Amount.tsx';
import { answerTo } from './answerTo.ts';
import { valuesOf } from './inputs.ts';
import type { Calculator, Texts, WordedId } from './types.ts';

const FACTORS = [0.5, 1, 2, 5, 10] as const;

/** Other loads around the one that stands in the fields, that one as it was typed. */
const loadsAround = (load: number, typed: string): readonly string[] =>
  FACTORS.map((factor) => (factor === 1 ? typed : String(Number((load * factor).toPrecision(4)))));

interface WhatIfProps {
  readonly calculator: Calculator;
  readonly texts: Texts;
  readonly onLoad: (text: string) => void;
}

/** The same calculation with half of the load, and with more of it: how far the answer carries. */
export const WhatIf = ({ calculator, texts, onLoad }: WhatIfProps) => {
  const t = useTranslations('calculators');
  const locale = useLocale();
  const { input: id, steps } = calculator.load;
  const unit = calculator.inputs.find((input) => input.id === id)?.unit ?? 'none';
  const name = t(`inputs.${id as WordedId}`);
  const rows = useMemo(() => {
    const load = valuesOf(texts)[id]?.[0] ?? 0;
    if (load === 0) return [];
    return loadsAround(load, texts[id] ?? '').flatMap((text) => {
      const calculation = answerTo(calculator, { ...texts, [id]: text });
      return calculation === undefined ? [] : [{ text, calculation }];
    });
  }, [calculator, texts, id]);
  const columns = rows[0]?.calculation.steps.filter((step) => steps.includes(step.id)) ?? [];
  if (rows.length < 2) return null;
  return (
    <section aria-label={t('whatIf')}>
      <h3 className="mb-1 font-semibold text-sm">{t('whatIf')}</h3>
      <table className="w-full text-sm tabular-nums">
        <thead className="align-bottom text-faint text-xs">
          <tr>
            <th scope="col" className="py-1 pr-3 text-left font-normal">
              {unit === 'none' ? name : t('withUnit', { name, unit: t(`units.${unit}`) })}
            </th>
            {columns.map(({ id: step, name: words }) => (
              <th key={step} scope="col" className="py-1 pl-3 text-right font-normal">
                {words[locale]}
              </th>
            ))}
            <th scope="col" className="w-8">
              <span className="sr-only">{t('fits')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ text, calculation }) => {
            const Icon = calculation.fits ? CalmIcon : BusyIcon;
            return (
              <tr key={text} className="border-line border-t align-baseline" data-load={text}>
                <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                  {text === texts[id] ? (
                    <strong className="whitespace-nowrap font-semibold">{text}</strong>
                  ) : (
                    <button
                      type="button"
                      aria-label={t('calculateWith', { value: text })}
                      onClick={() => onLoad(text)}
                      className="min-h-6 whitespace-nowrap rounded text-left underline decoration-line-strong underline-offset-2 hover:decoration-ink"
                    >
                      {text}
                    </button>
                  )}
                </th>
                {calculation.steps
                  .filter((step) => steps.includes(step.id))
                  .map((step) => (
                    <td key={step.id} className="whitespace-nowrap py-1.5 pl-3 text-right">
                      <Amount step={step} short />
                    </td>
                  ))}
                <td className={`pl-2 text-right ${calculation.fits ? 'text-calm-ink' : 'text-busy-ink'}`}>
                  <Icon className="inline size-3.5" />
                  <span className="sr-only">{t(calculation.fits ? 'fits' : 'fitsNot')}</span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
};
