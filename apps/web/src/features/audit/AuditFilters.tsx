'use client';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { BUTTON } from '../../components/button.ts';
import { cx } from '../../components/cx.ts';
import { ChevronIcon } from '../../components/icons.tsx';
import { useHosts } from '../hosts/useHosts.ts';
import { type AuditFilter, auditAddress, isEmptyFilter } from './auditQuery.ts';

const INPUT =
  'mt-1 block h-9 w-full rounded-md bg-surface px-2.5 py-1.5 text-ink text-sm ring-1 ring-line-strong ring-inset placeholder:text-faint max-sm:h-11';

const NOTHING: AuditFilter = { actor: '', action: '', host: '', from: '', to: '' };

interface AuditFiltersProps {
  readonly filter: AuditFilter;
  readonly onFilter: (filter: AuditFilter) => void;
}

/** By whom, what, on which host and when; and the same rows as a file. */
export const AuditFilters = ({ filter, onFilter }: AuditFiltersProps) => {
  const t = useTranslations('audit');
  const id = useId();
  const hosts = useHosts() ?? [];
  const [isOpen, setOpen] = useState(!isEmptyFilter(filter));
  const count = Object.values(filter).filter((part) => part !== '').length;
  const put = (part: Partial<AuditFilter>) => onFilter({ ...filter, ...part });
  const text = (field: 'actor' | 'action', label: string, hint: string) => (
    <label htmlFor={`${id}-${field}`} className="min-w-36 flex-1 text-faint text-xs sm:max-w-md">
      {label}
      <input
        id={`${id}-${field}`}
        type="search"
        value={filter[field]}
        placeholder={hint}
        autoCapitalize="off"
        spellCheck={false}
        onChange={({ target }) => put({ [field]: target.value })}
        className={INPUT}
      />
    </label>
  );
  const time = (field: 'from' | 'to', label: string) => (
    <label htmlFor={`${id}-${field}`} className="min-w-44 text-faint text-xs max-sm:flex-1">
      {label}
      <input
        id={`${id}-${field}`}
        type="datetime-local"
        value={filter[field]}
        onChange={({ target }) => put({ [field]: target.value })}
        className={INPUT}
      />
    </label>
  );
  return (
    <search
      aria-label={t('filter')}
      className="flex flex-wrap items-end gap-x-3 gap-y-2 border-line border-b px-4 py-3"
    >
      {/* On a phone the rows come first. */}
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className={cx('flex min-h-11 items-center gap-1.5 font-medium text-sm sm:hidden', isOpen && 'w-full')}
      >
        <ChevronIcon className={cx('size-3 transition-transform', isOpen && 'rotate-90')} />
        {count === 0 ? t('filter') : t('filterOn', { count })}
      </button>
      <div className={cx('contents', !isOpen && 'max-sm:hidden')}>
        {text('actor', t('who'), t('whoHint'))}
        {text('action', t('action'), t('actionHint'))}
        <label htmlFor={`${id}-host`} className="min-w-36 text-faint text-xs max-sm:flex-1">
          {t('host')}
          <select
            id={`${id}-host`}
            value={filter.host}
            onChange={({ target }) => put({ host: target.value })}
            className={INPUT}
          >
            <option value="">{t('anyHost')}</option>
            {hosts.map(({ hostId, hostname }) => (
              <option key={hostId} value={hostId}>
                {hostname}
              </option>
            ))}
          </select>
        </label>
        {time('from', t('from'))}
        {time('to', t('to'))}
        <button
          type="button"
          aria-disabled={isEmptyFilter(filter)}
          onClick={() => onFilter(NOTHING)}
          className={BUTTON.plain}
        >
          {t('clear')}
        </button>
      </div>
      <span className="ml-auto flex min-h-9 items-center gap-2 text-faint text-xs">
        {t('export')}
        {(['csv', 'json'] as const).map((as) => (
          <a key={as} href={auditAddress(filter, { as })} download={`netstrata-audit.${as}`} className={BUTTON.small}>
            {as.toUpperCase()}
          </a>
        ))}
      </span>
    </search>
  );
};
