'use client';
import { formatValue } from '@netstrata/metrics';
import {
  completeSocketFilter,
  FILTER_FIELDS,
  type FilterFieldName,
  MOST_FILTER_LETTERS,
  parseSocketFilter,
} from '@netstrata/metrics/socketFilter';
import { useLocale, useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { CloseIcon, SearchIcon } from '../../../components/icons.tsx';
import styles from './Filter.module.css';
import { type FilterOption, limitMeant, optionsOf, withOption } from './filterValues.ts';
import { useFilterValues } from './useFilterValues.ts';

interface FilterFieldProps {
  readonly hostId: string;
  readonly value: string;
  /** With a filter that can be understood, once nobody types for a moment. */
  readonly onChange: (filter: string) => void;
  /** Whether what is typed cannot be understood: then the filter stays what it was. */
  readonly onWrong: (isWrong: boolean) => void;
}

const TYPING_MS = 250;
const fieldOf = (text: string): FilterFieldName | undefined => {
  const name = text.replace(/[:>]$/, '');
  return Object.hasOwn(FILTER_FIELDS, name) ? (name as FilterFieldName) : undefined;
};

/** What an option means, where its name does not say it. */
const useMeaning = (completed: FilterFieldName | undefined) => {
  const t = useTranslations('sockets');
  return ({ text, isWhole }: FilterOption): string => {
    const field = isWhole ? undefined : fieldOf(text);
    if (field !== undefined) return t(`page.fields.${field}`);
    const limit = completed === 'limited' ? limitMeant(text) : undefined;
    return limit === undefined ? '' : t(`limits.${limit}`);
  };
};

/** A filter with what may follow where somebody types, and what is wrong under the word that is. */
export const FilterField = ({ hostId, value, onChange, onWrong }: FilterFieldProps) => {
  const t = useTranslations('sockets.page');
  const locale = useLocale();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [caret, setCaret] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [scroll, setScroll] = useState(0);
  const sent = useRef(value);
  // The address has changed by something else: a group that was opened, a step back.
  if (value !== sent.current) {
    sent.current = value;
    setText(value);
  }
  const parsed = useMemo(() => parseSocketFilter(text), [text]);
  const completion = useMemo(() => completeSocketFilter(text, caret), [text, caret]);
  const meaningOf = useMeaning(completion.field);
  const live = useFilterValues(hostId, isOpen ? completion.field : undefined);
  const options = isOpen ? optionsOf(completion, live) : [];
  const shown = options.length > 0;
  const trouble = parsed.ok ? undefined : parsed.trouble;
  // A word that is not finished is no mistake yet.
  const isTyped = shown && trouble !== undefined && caret >= trouble.start && caret <= trouble.end;
  const wrong = isTyped ? undefined : trouble;
  const isWrong = wrong !== undefined;
  useEffect(() => onWrong(isWrong), [onWrong, isWrong]);

  const isGood = parsed.ok;
  useEffect(() => {
    const wanted = text.trim();
    if (!isGood || wanted === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = wanted;
      onChange(wanted);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, isGood, onChange]);

  const type = (next: string, at: number) => {
    setText(next);
    setCaret(at);
    setActive(-1);
    setOpen(true);
  };
  const take = (option: FilterOption) => {
    const next = withOption(text, completion, option);
    type(next.text, next.caret);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const option = options[active];
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        event.preventDefault();
        if (!shown) {
          setOpen(true);
          return;
        }
        const step = event.key === 'ArrowDown' ? 1 : -1;
        setActive((active + step + (active < 0 && step < 0 ? 1 : 0) + options.length) % options.length);
        return;
      }
      case 'Enter':
      case 'Tab':
        if (option === undefined) {
          setOpen(false);
          return;
        }
        event.preventDefault();
        take(option);
        return;
      case 'Escape':
        if (shown) event.preventDefault();
        setOpen(false);
    }
  };
  return (
    <div className={styles['field']}>
      <label htmlFor={`${id}-input`} className="sr-only">
        {t('filter')}
      </label>
      <div className={styles['box']} data-wrong={isWrong}>
        <SearchIcon className="size-4 text-faint" />
        <div className={styles['typed']}>
          {wrong !== undefined && (
            <div aria-hidden="true" className={styles['mirror']}>
              <span style={{ transform: `translateX(${-scroll}px)` }}>
                {text.slice(0, wrong.start)}
                <mark>{text.slice(wrong.start, wrong.end) || ' '}</mark>
              </span>
            </div>
          )}
          <input
            ref={input}
            id={`${id}-input`}
            type="text"
            role="combobox"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            aria-autocomplete="list"
            aria-expanded={shown}
            aria-controls={`${id}-options`}
            aria-activedescendant={options[active] === undefined ? undefined : `${id}-${active}`}
            aria-invalid={isWrong || undefined}
            aria-describedby={`${id}-trouble`}
            placeholder={t('filterLike')}
            maxLength={MOST_FILTER_LETTERS}
            value={text}
            onChange={({ target }) => type(target.value, target.selectionStart ?? target.value.length)}
            onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart ?? 0)}
            onScroll={({ currentTarget }) => setScroll(currentTarget.scrollLeft)}
            onFocus={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onKeyDown={onKeyDown}
          />
        </div>
        {text !== '' && (
          <button
            type="button"
            aria-label={t('clear')}
            onClick={() => {
              type('', 0);
              input.current?.focus();
            }}
            className="grid size-6 place-items-center rounded-md text-soft hover:bg-hover hover:text-ink"
          >
            <CloseIcon className="size-3.5" />
          </button>
        )}
      </div>
      <div
        id={`${id}-options`}
        role="listbox"
        aria-label={t('suggestions')}
        hidden={!shown}
        className={styles['options']}
      >
        {options.map((option, at) => (
          <div
            key={option.text}
            id={`${id}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === active}
            onMouseDown={(event) => {
              event.preventDefault();
              take(option);
            }}
            className={styles['option']}
          >
            <code className="min-w-24 font-mono text-xs">{option.text}</code>
            <span className="truncate text-faint text-xs">{meaningOf(option)}</span>
            {option.sockets !== undefined && (
              <span className="ml-auto text-faint text-xs tabular-nums">{formatValue(option.sockets, 'count')}</span>
            )}
          </div>
        ))}
      </div>
      <p id={`${id}-trouble`} role="status" className={wrong === undefined ? 'sr-only' : styles['trouble']}>
        {wrong?.message[locale]}
      </p>
    </div>
  );
};
