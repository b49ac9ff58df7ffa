'use client';
import { useTranslations } from 'next-intl';
import { cx } from '../../components/cx.ts';
import { Field } from '../../components/Field.tsx';
import { Select } from '../../components/Select.tsx';
import styles from './Calculators.module.css';
import { troubleOf } from './inputs.ts';
import type { CalculatorInput, WordedId } from './types.ts';

interface InputFieldProps {
  readonly input: CalculatorInput;
  readonly text: string;
  /** That it stands for this host. */
  readonly isOfHost: boolean;
  /** Of what on the host. */
  readonly ofWhat: string | undefined;
  readonly onChange: (text: string) => void;
}

/** One input with its unit, its bounds, and what is wrong with it. */
export const InputField = ({ input, text, isOfHost, ofWhat, onChange }: InputFieldProps) => {
  const t = useTranslations('calculators');
  const { id, kernelName, unit, count, least, most, choices } = input;
  const label = kernelName ?? t(`inputs.${id as WordedId}`);
  const className = cx(styles['field'], (kernelName !== undefined || count > 1) && styles['wide']);
  if (choices !== undefined)
    return (
      <Select
        label={label}
        value={text}
        onChange={({ target }) => onChange(target.value)}
        className={className}
        options={[...new Set([...choices, text])].map((choice) => ({ value: choice, text: choice }))}
      />
    );
  const trouble = troubleOf(input, text);
  return (
    <Field
      label={label}
      className={className}
      value={text}
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      onChange={({ target }) => onChange(target.value)}
      aside={unit === 'none' ? undefined : <span className="pr-1.5 text-faint text-xs">{t(`units.${unit}`)}</span>}
      hint={isOfHost ? (ofWhat === undefined ? t('ofHost') : t('ofWhat', { what: ofWhat })) : undefined}
      error={
        trouble === undefined
          ? undefined
          : trouble === 'range'
            ? t('trouble.range', { least: String(least), most: String(most) })
            : t(`trouble.${trouble}`, { count })
      }
    />
  );
};
