import type { AuditRow } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { clockDay } from '../../components/clockTime.ts';
import { cx } from '../../components/cx.ts';
import { FoldRow } from '../../components/FoldRow.tsx';
import styles from './Audit.module.css';
import { OutcomeMark } from './OutcomeMark.tsx';

const FIELDS = [
  'seq',
  'time',
  'actor',
  'from',
  'action',
  'outcome',
  'hostId',
  'target',
  'because',
  'before',
  'after',
  'hash',
] as const;
type Field = (typeof FIELDS)[number];
type Translate = ReturnType<typeof useTranslations<'audit'>>;

const ACTORS = ['host', 'process', 'token', 'wall'] as const;

const whoOf = (actor: string, t: Translate, hostname: string | undefined): string => {
  if (actor === 'server' || actor === 'nobody') return t(actor);
  const kind = ACTORS.find((each) => actor.startsWith(`${each}:`));
  if (kind === undefined) return actor.replace(/^person:/, '');
  const name = actor.slice(kind.length + 1);
  return t(`actors.${kind}`, { name: kind === 'host' ? (hostname ?? name) : name });
};

const textOf = (row: AuditRow, field: Field, t: Translate): string | undefined => {
  if (field === 'time') return clockDay(row.timeMs);
  if (field === 'from' && row.from === '') return t('itself');
  if (field === 'outcome') return t(`outcomes.${row.outcome}`);
  const value = row[field];
  return value === undefined || value === '' ? undefined : String(value);
};

const Fields = ({ row }: { readonly row: AuditRow }) => {
  const t = useTranslations('audit');
  return (
    <dl className="space-y-1 px-4 pt-1 pb-4 text-sm">
      {FIELDS.map((field) => {
        const text = textOf(row, field, t);
        return text === undefined ? null : (
          <div key={field} className="grid gap-x-3 sm:grid-cols-[9rem_minmax(0,1fr)]">
            <dt className="text-faint">{t(`fields.${field}`)}</dt>
            <dd
              className={cx(
                'whitespace-pre-wrap break-words tabular-nums',
                field === 'hash' || field === 'before' || field === 'after' ? 'break-all font-mono text-xs' : '',
              )}
            >
              {text}
            </dd>
          </div>
        );
      })}
    </dl>
  );
};

interface AuditRowItemProps {
  readonly row: AuditRow;
  /** What the host is called, where it is known. */
  readonly hostname: string | undefined;
}

/** One row on a line; pressed, it unfolds to all that was written down. */
export const AuditRowItem = ({ row, hostname }: AuditRowItemProps) => {
  const t = useTranslations('audit');
  const [isOpen, setOpen] = useState(false);
  const { seq, timeMs, actor, action, outcome, hostId, target, because, after = '' } = row;
  // What was set says more than the number of the change.
  const what = action.startsWith('change.') && after !== '' ? after : target;
  return (
    <FoldRow
      isOpen={isOpen}
      onToggle={() => setOpen(!isOpen)}
      timeMs={timeMs}
      className={styles['row']}
      details={() => <Fields row={row} />}
      data={{ 'data-seq': seq }}
    >
      <span className={cx(styles['action'], 'break-words font-mono text-xs')}>{action}</span>
      <span className={cx(styles['outcome'])}>
        <OutcomeMark outcome={outcome} />
      </span>
      <span className={cx(styles['who'], 'break-words text-sm')}>{whoOf(actor, t, hostname)}</span>
      <span className={cx(styles['about'], 'min-w-0 text-xs')}>
        <span className="block truncate text-soft">
          {[hostname ?? hostId, what].filter((part) => part !== undefined && part !== '').join(' · ')}
        </span>
        {because !== undefined && because !== '' && <span className="block truncate text-faint">{because}</span>}
      </span>
    </FoldRow>
  );
};
