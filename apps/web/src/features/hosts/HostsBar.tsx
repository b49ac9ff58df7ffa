'use client';
import type { HostSummary } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { cx } from '../../components/cx.ts';
import { SearchField } from '../../components/SearchField.tsx';
import { Select } from '../../components/Select.tsx';
import { SEGMENTS } from '../../components/segments.ts';
import { useLostSince } from '../connection/useLostSince.ts';
import { HostStateIcon } from './HostState.tsx';
import { hostState } from './hosts.ts';
import { HOST_DENSITIES, HOST_SORTS, HOST_STATES, type HostsQuery, tagsOf } from './hostsQuery.ts';

interface HostsBarProps {
  readonly hosts: readonly HostSummary[];
  readonly query: HostsQuery;
  readonly onChange: (part: Partial<HostsQuery>) => void;
}

const CHIP =
  'inline-flex min-h-7 items-center gap-1.5 whitespace-nowrap rounded-full px-2.5 text-xs ring-1 ring-inset max-sm:min-h-9';
const chip = (on: boolean) =>
  cx(CHIP, on ? 'bg-raised font-medium text-ink ring-ink-soft' : 'text-soft ring-line hover:text-ink hover:ring-soft');

/** By state; a second click shows all again. */
const States = ({ hosts, query, onChange }: HostsBarProps) => {
  const t = useTranslations('hosts');
  const byState = useMemo(() => Map.groupBy(hosts, hostState), [hosts]);
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">{t('filterState')}</legend>
      {HOST_STATES.map((state) => {
        const count = byState.get(state)?.length ?? 0;
        const on = query.state === state;
        if (count === 0 && !on) return null;
        return (
          <button
            key={state}
            type="button"
            aria-pressed={on}
            onClick={() => onChange({ state: on ? undefined : state })}
            className={chip(on)}
          >
            <HostStateIcon state={state} className="size-3.5" />
            {t(`states.${state}`)}
            <span className="tabular-nums">{count}</span>
          </button>
        );
      })}
    </fieldset>
  );
};

const Tags = ({ hosts, query: { tags: chosen }, onChange }: HostsBarProps) => {
  const t = useTranslations('hosts');
  const tags = useMemo(() => tagsOf(hosts), [hosts]);
  const shown = [
    ...tags,
    ...chosen.filter((tag) => tags.every((known) => known.tag !== tag)).map((tag) => ({ tag, count: 0 })),
  ];
  if (shown.length === 0) return null;
  return (
    <fieldset className="flex max-h-20 flex-wrap gap-1.5 overflow-y-auto p-px">
      <legend className="sr-only">{t('filterTags')}</legend>
      {shown.map(({ tag, count }) => {
        const on = chosen.includes(tag);
        const next = on ? chosen.filter((other) => other !== tag) : [...chosen, tag];
        return (
          <button
            key={tag}
            type="button"
            aria-pressed={on}
            onClick={() => onChange({ tags: next })}
            className={chip(on)}
          >
            {tag}
            <span className="text-faint tabular-nums">{count}</span>
          </button>
        );
      })}
    </fieldset>
  );
};

/** Finds, sorts and groups hosts; all of it is in the address. */
export const HostsBar = (props: HostsBarProps) => {
  const t = useTranslations('hosts');
  const { query, onChange } = props;
  const lost = useLostSince() !== undefined;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SearchField
          framed
          label={t('search')}
          value={query.search}
          className="flex-1 basis-60"
          onType={(search) => onChange({ search })}
        />
        <Select
          quiet
          label={t('sort')}
          value={query.sort}
          onChange={(event) => onChange({ sort: HOST_SORTS.find((sort) => sort === event.target.value) ?? 'worst' })}
          options={HOST_SORTS.map((value) => ({ value, text: t(`sorts.${value}`) }))}
        />
        <fieldset className={SEGMENTS.group}>
          <legend className="sr-only">{t('density')}</legend>
          {HOST_DENSITIES.map((density) => (
            <button
              key={density}
              type="button"
              aria-pressed={query.density === density}
              onClick={() => onChange({ density })}
              className={cx(SEGMENTS.one, 'max-sm:min-h-9')}
            >
              {t(`densities.${density}`)}
            </button>
          ))}
        </fieldset>
      </div>
      <div className="stale-aware flex flex-wrap gap-x-6 gap-y-2" data-stale={lost}>
        <States {...props} />
        <Tags {...props} />
      </div>
    </div>
  );
};
