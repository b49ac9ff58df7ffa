import type { FormatOptions } from '@netstrata/metrics';
import type { ChangeRecord } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { clockMoment } from '../../../components/clockTime.ts';
import { cx } from '../../../components/cx.ts';
import { ChevronIcon } from '../../../components/icons.tsx';
import { StateMark } from '../StateMark.tsx';
import { settingKey } from '../settings.ts';
import { useWho } from '../useWho.ts';
import { BeforeAfter } from '../Values.tsx';
import { VerdictMark } from '../VerdictMark.tsx';
import { ChangeDetails } from './ChangeDetails.tsx';
import styles from './Changes.module.css';

interface ChangeRowProps {
  readonly change: ChangeRecord;
  readonly options: FormatOptions;
  readonly isOpen: boolean;
  readonly onToggle: (id: string | undefined) => void;
  readonly onAgain: (change: ChangeRecord) => void;
}

/** One change on a line; pressed, it unfolds to everything that is known of it. */
export const ChangeRow = ({ change, options, isOpen, onToggle, onAgain }: ChangeRowProps) => {
  const t = useTranslations('changes');
  const id = useId();
  const who = useWho();
  const { changes, requestedMs, appliedMs, by, because, verdict, persisted, state } = change;
  return (
    <li className={styles['item']} data-change={change.id} data-state={state} data-open={isOpen}>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={`${id}-details`}
        onClick={() => onToggle(isOpen ? undefined : change.id)}
        className={styles['row']}
      >
        <span className={cx(styles['when'], 'text-soft text-xs tabular-nums')}>
          {clockMoment(appliedMs ?? requestedMs)}
        </span>
        <span className={cx(styles['what'], 'min-w-0 text-sm')}>
          {changes.map((setting) => (
            <span key={settingKey(setting)} className="block break-words">
              <BeforeAfter setting={setting} />
            </span>
          ))}
        </span>
        <span className={cx(styles['why'], 'min-w-0 text-xs')}>
          <span className="block truncate text-soft">{who(by)}</span>
          <span className="block truncate text-faint">{because}</span>
        </span>
        <span className={cx(styles['helped'], 'text-xs')}>
          {verdict !== undefined && <VerdictMark state={verdict.state} />}
        </span>
        <span className={cx(styles['became'], 'flex flex-wrap items-center gap-1.5')}>
          <StateMark change={change} />
          {persisted !== undefined && <span className="whitespace-nowrap text-faint text-xs">{t('list.boot')}</span>}
        </span>
        <ChevronIcon className={cx(styles['fold'], 'size-3 text-faint transition-transform', isOpen && 'rotate-90')} />
      </button>
      <div id={`${id}-details`} hidden={!isOpen}>
        {isOpen && <ChangeDetails change={change} options={options} onAgain={onAgain} />}
      </div>
    </li>
  );
};
