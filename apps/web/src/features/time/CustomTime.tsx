'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { BUTTON } from '../../components/button.ts';
import { Field } from '../../components/Field.tsx';
import { localTime } from './localTime.ts';
import { between, type TimeRange, windowOf } from './timeRange.ts';

interface CustomTimeProps {
  readonly range: TimeRange;
  readonly onChoose: (range: TimeRange) => void;
}

/** A stretch from one moment to another, by the clock of the browser. */
export const CustomTime = ({ range, onChoose }: CustomTimeProps) => {
  const t = useTranslations('time');
  const [start] = useState(() => windowOf(range, Date.now()));
  const [from, setFrom] = useState(localTime(start.fromMs));
  const [to, setTo] = useState(localTime(start.toMs));
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const next = between(Date.parse(from), Date.parse(to));
    setWrong(next === undefined);
    if (next !== undefined) onChoose(next);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3 p-3">
      <Field
        label={t('from')}
        type="datetime-local"
        step={1}
        value={from}
        onChange={(event) => setFrom(event.target.value)}
      />
      <Field
        label={t('to')}
        type="datetime-local"
        step={1}
        value={to}
        onChange={(event) => setTo(event.target.value)}
        error={wrong ? t('wrong') : undefined}
        hint={t('clock')}
      />
      <button type="submit" className={BUTTON.primary}>
        {t('show')}
      </button>
      <p className="text-faint text-xs max-sm:hidden">{t('keys')}</p>
    </form>
  );
};
