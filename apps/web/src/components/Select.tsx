'use client';
import { type ComponentProps, useId } from 'react';
import { cx } from './cx.ts';

interface SelectProps extends Omit<ComponentProps<'select'>, 'id' | 'children'> {
  readonly label: string;
  /** Spoken, not shown: where the place says it already. */
  readonly quiet?: boolean;
  readonly options: readonly { readonly value: string; readonly text: string }[];
}

/** A choice by the browser's own list, which every keyboard and phone knows. */
export const Select = ({ label, quiet = false, options, className, ...select }: SelectProps) => {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className={quiet ? 'sr-only' : 'block font-medium text-sm'}>
        {label}
      </label>
      <select
        {...select}
        id={id}
        className={cx(
          'rounded-md bg-surface ring-1 ring-line-strong ring-inset disabled:cursor-not-allowed disabled:opacity-55 max-sm:min-h-11',
          quiet ? 'min-h-7 px-2 py-1 text-xs' : 'mt-1 block min-h-10 w-full px-2.5 py-2 text-base max-sm:min-h-11',
        )}
      >
        {options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
};
