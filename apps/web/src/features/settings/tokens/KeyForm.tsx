'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Field } from '../../../components/Field.tsx';
import { Select } from '../../../components/Select.tsx';
import { FormEnd } from '../FormEnd.tsx';

/** How long something is to be good, in days. */
const DAYS = [1, 7, 30, 90, 366] as const;

interface KeyFormProps {
  readonly nameHint: string;
  readonly submit: string;
  readonly making: string;
  /** Between the name and the days. */
  readonly children?: ReactNode;
  /** Resolves with why it was not made. */
  readonly onMake: (asked: { readonly name: string; readonly days: number }) => Promise<string | undefined>;
  readonly onClose: () => void;
}

/** Name and time of a token or link. */
export const KeyForm = ({ nameHint, submit, making, children, onMake, onClose }: KeyFormProps) => {
  const s = useTranslations('settings');
  const [name, setName] = useState('');
  const [days, setDays] = useState(30);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const make = async (): Promise<void> => {
    setBusy(true);
    setTrouble(await onMake({ name: name.trim(), days }));
    setBusy(false);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy) void make();
  };
  return (
    <form onSubmit={onSubmit} className="mt-4 flex flex-col gap-4">
      <Field
        label={s('name')}
        required
        autoFocus
        maxLength={64}
        pattern=".*\S.*"
        autoComplete="off"
        spellCheck={false}
        hint={nameHint}
        error={trouble}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {children}
      <Select
        label={s('days')}
        options={DAYS.map((count) => ({ value: String(count), text: s('daysOption', { days: count }) }))}
        value={String(days)}
        onChange={(event) => setDays(Number(event.target.value))}
      />
      <FormEnd submit={submit} making={making} isBusy={isBusy} onClose={onClose} />
    </form>
  );
};
