'use client';
import { useTranslations } from 'next-intl';
import { type ComponentProps, type InvalidEvent, type ReactNode, useId, useState } from 'react';
import { cx } from './cx.ts';

interface FieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  readonly label: string;
  /** Under the input: what is expected. */
  readonly hint?: ReactNode;
  /** What is wrong with what was typed. */
  readonly error?: string | undefined;
  /** At the right end of the input. */
  readonly aside?: ReactNode;
}

/** What the browser finds wrong: it would say it in its own language, over what stands below. */
const faultOf = ({ valueMissing, typeMismatch, tooShort }: ValidityState) =>
  valueMissing ? 'missing' : typeMismatch ? 'type' : tooShort ? 'short' : 'other';

/** One labelled input with its hint and what is wrong with it; a form that is sent says so of each field that does not fit. */
export const Field = ({ label, hint, error: told, aside, className, onInput, ...input }: FieldProps) => {
  const t = useTranslations('components.field');
  const id = useId();
  const [fault, setFault] = useState<ReturnType<typeof faultOf>>();
  const error = fault === undefined ? told : t(fault, { least: input.minLength ?? 0 });
  const onInvalid = (event: InvalidEvent<HTMLInputElement>) => {
    const { currentTarget } = event;
    event.preventDefault();
    setFault(faultOf(currentTarget.validity));
    if (currentTarget.form?.querySelector('input:invalid') === currentTarget) currentTarget.focus();
  };
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(' ');
  return (
    <div className={className}>
      <label htmlFor={id} className="block font-medium text-sm">
        {label}
      </label>
      <div className="relative mt-1">
        <input
          {...input}
          id={id}
          onInvalid={onInvalid}
          onInput={(event) => {
            setFault(undefined);
            onInput?.(event);
          }}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={described === '' ? undefined : described}
          className={cx(
            'block min-h-10 w-full rounded-md bg-surface px-3 py-2 text-base ring-1 ring-inset read-only:bg-sunken read-only:text-soft max-sm:min-h-11',
            aside !== undefined && 'pr-20',
            error === undefined ? 'ring-line-strong' : 'ring-saturated',
          )}
        />
        {aside !== undefined && <div className="absolute inset-y-0 right-1.5 flex items-center">{aside}</div>}
      </div>
      {hint !== undefined && (
        <div id={`${id}-hint`} className="mt-1 text-faint text-xs">
          {hint}
        </div>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="mt-1 text-saturated-ink text-xs">
          {error}
        </p>
      )}
    </div>
  );
};
