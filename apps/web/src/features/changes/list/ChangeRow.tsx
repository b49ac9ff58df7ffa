import type { FormatOptions } from '@netstrata/metrics';
import type { ChangeRecord } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { cx } from '../../../components/cx.ts';
import { FoldRow } from '../../../components/FoldRow.tsx';
import { StateMark } from '../StateMark.tsx';
import { settingKey } from '../settings.ts';
import { useWho } from '../useWho.ts';
import { BeforeAfter } from '../Values.tsx';
import { VerdictMark } from '../VerdictMark.tsx';
import { verdictTold } from '../verdictTold.ts';
import { ChangeDetails } from './ChangeDetails.tsx';
import styles from './Changes.module.css';

interface ChangeRowProps {
  readonly change: ChangeRecord;
  readonly options: FormatOptions;
  readonly isOpen: boolean;
  readonly onToggle: (id: string | undefined) => void;
  readonly onAgain: (change: ChangeRecord) => void;
  /** Told once something was done with it. */
  readonly onActed: () => void;
}

/** One change on a line; pressed, it unfolds to everything that is known of it. */
export const ChangeRow = ({ change, options, isOpen, onToggle, onAgain, onActed }: ChangeRowProps) => {
  const t = useTranslations('changes');
  const who = useWho();
  const { changes, requestedMs, appliedMs, by, because, persisted, state } = change;
  const verdict = verdictTold(change);
  return (
    <FoldRow
      isOpen={isOpen}
      onToggle={() => onToggle(isOpen ? undefined : change.id)}
      timeMs={appliedMs ?? requestedMs}
      className={styles['row']}
      details={() => <ChangeDetails change={change} options={options} onAgain={onAgain} onActed={onActed} />}
      data={{ 'data-change': change.id, 'data-state': state }}
    >
      <span className={cx(styles['what'], 'min-w-0 text-sm')}>
        {changes.map((setting) => (
          <span key={settingKey(setting)} className="block break-words">
            <BeforeAfter setting={setting} />
          </span>
        ))}
      </span>
      <span className={cx(styles['why'], 'min-w-0 text-xs')}>
        <span className="block truncate text-soft">{who(by)}</span>
        <span className="line-clamp-2 break-words text-faint" title={because}>
          {because}
        </span>
      </span>
      <span className={cx(styles['helped'], 'text-xs')}>
        {verdict !== undefined && <VerdictMark state={verdict.state} />}
      </span>
      <span className={cx(styles['became'], 'flex flex-wrap items-center gap-1.5')}>
        <StateMark change={change} />
        {persisted !== undefined && <span className="whitespace-nowrap text-faint text-xs">{t('list.boot')}</span>}
      </span>
    </FoldRow>
  );
};
