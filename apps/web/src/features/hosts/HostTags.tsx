import type { HostSummary } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { cx } from '../../components/cx.ts';
import { TagIcon } from '../../components/icons.tsx';

interface HostTagsProps {
  readonly host: HostSummary;
  /** Undefined for people who may not. */
  readonly onEdit: ((host: HostSummary) => void) | undefined;
}

/** What a host is sorted by; a click changes it. */
export const HostTags = ({ host, onEdit }: HostTagsProps) => {
  const t = useTranslations('hosts.tags');
  const tags = host.tags.map((tag) => (
    <span
      key={tag}
      className="max-w-full truncate rounded bg-sunken px-1.5 text-2xs text-soft leading-4 ring-1 ring-line ring-inset"
    >
      {tag}
    </span>
  ));
  if (onEdit === undefined) return tags.length === 0 ? null : <span className="flex flex-wrap gap-1">{tags}</span>;
  return (
    <button
      type="button"
      onClick={() => onEdit(host)}
      className={cx(
        'relative -mx-1 flex min-h-6 min-w-6 max-w-full flex-wrap items-center gap-1 rounded p-1 text-faint hover:bg-hover hover:text-ink max-sm:min-h-8',
        tags.length === 0 && 'justify-center',
      )}
    >
      {tags}
      <TagIcon className="size-3" />
      <span className="sr-only"> {t('edit', { host: host.hostname })}</span>
    </button>
  );
};
