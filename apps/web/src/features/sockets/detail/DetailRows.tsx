import { memo } from 'react';
import { ChevronIcon } from '../../../components/icons.tsx';
import styles from './Detail.module.css';
import type { DetailRow } from './fields.ts';

/** One value on one line; unfolds to what it means. */
const Row = memo(
  ({ row: { title, kernelName, help, value, rate, quiet } }: { readonly row: DetailRow }) => (
    <details className={styles['row']} data-quiet={quiet}>
      <summary>
        <span className="flex min-w-0 items-baseline gap-1.5">
          <ChevronIcon className={`size-2.5 shrink-0 self-center text-faint ${styles['chevron']}`} />
          <span className="text-sm">{title}</span>
          <code className="hidden truncate font-mono text-2xs text-faint sm:inline">{kernelName}</code>
        </span>
        <span className={`text-right text-sm tabular-nums ${styles['value']}`}>
          {value}
          {rate !== undefined && <span className="ml-2 whitespace-nowrap text-soft">+{rate}</span>}
        </span>
      </summary>
      <p className="max-w-[70ch] text-pretty pr-5 pb-2.5 pl-9 text-soft text-sm">
        {help} <code className="break-all font-mono text-2xs text-faint">{kernelName}</code>
      </p>
    </details>
  ),
  ({ row: before }, { row: now }) =>
    before.value === now.value && before.rate === now.rate && before.quiet === now.quiet && before.id === now.id,
);
Row.displayName = 'DetailRow';

interface DetailRowsProps {
  readonly title: string;
  readonly about?: string | undefined;
  readonly rows: readonly DetailRow[];
}

/** One group of the sheet, under a heading that stays in view. */
export const DetailRows = ({ title, about, rows }: DetailRowsProps) => (
  <section aria-label={title}>
    <h3 className="sticky top-0 z-1 flex flex-wrap items-baseline gap-x-2 border-line border-b bg-surface px-5 pt-4 pb-1.5">
      <span className="font-semibold text-sm">{title}</span>
      {about !== undefined && <span className="font-normal text-faint text-xs">{about}</span>}
    </h3>
    {rows.map((row) => (
      <Row key={row.id} row={row} />
    ))}
  </section>
);
