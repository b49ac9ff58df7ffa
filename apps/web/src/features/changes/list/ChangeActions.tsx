import type { ChangeRecord } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { BusyIcon } from '../../../components/icons.tsx';
import { useListed } from '../../../locale/useListed.ts';
import { canPersist } from '../canPersist.ts';
import { TroubleLine } from '../TroubleLine.tsx';
import { useAction } from '../useAction.ts';
import { useMayReach } from '../useMayChange.ts';
import { usePersistOutlook } from '../usePersistOutlook.ts';

interface ChangeActionsProps {
  readonly change: ChangeRecord;
  readonly onAgain: (change: ChangeRecord) => void;
  readonly onActed: () => void;
}

interface PersistAskProps extends Pick<ChangeActionsProps, 'change' | 'onActed'> {
  readonly onDone: () => void;
}

/** Where it would be written and what would win over it, before it is written. */
const PersistAsk = ({ change, onActed, onDone }: PersistAskProps) => {
  const t = useTranslations('changes');
  const outlook = usePersistOutlook(change, true);
  const { isBusy, trouble, act } = useAction(change, onActed);
  const write = async (): Promise<void> => {
    if ((await act({ action: 'persist' })) === undefined) onDone();
  };
  return (
    <div className="mt-2 rounded-md border border-line-strong bg-raised px-3 py-2 text-sm">
      <p className="text-pretty break-words">
        {outlook === undefined ? t('list.asking') : t('pending.persistTo', { path: outlook.path })}
      </p>
      {outlook?.overriddenBy.map((who) => (
        <p key={who} className="mt-0.5 flex items-start gap-1.5 text-pretty break-words font-medium text-busy-ink">
          <BusyIcon className="mt-0.5 size-4" />
          {t('pending.overridden', { who })}
        </p>
      ))}
      <div className="mt-2 flex flex-wrap gap-2">
        <button
          type="button"
          aria-disabled={isBusy || outlook === undefined}
          onClick={isBusy || outlook === undefined ? undefined : () => void write()}
          className={BUTTON.primary}
        >
          {t('list.persistNow')}
        </button>
        <button type="button" onClick={onDone} className={BUTTON.plain}>
          {t('list.cancel')}
        </button>
      </div>
      {trouble !== undefined && <TroubleLine {...trouble} />}
    </div>
  );
};

/** What can be done with a change that was kept. One that still waits is decided in the bar at the top. */
export const ChangeActions = ({ change, onAgain, onActed }: ChangeActionsProps) => {
  const t = useTranslations('changes');
  const listed = useListed();
  const { may, why } = useMayReach(change.hostId);
  const { isBusy, trouble, act } = useAction(change, onActed);
  const [isAsking, setAsking] = useState(false);
  if (change.state !== 'kept') return null;
  if (!may) return why === '' ? null : <p className="text-faint text-xs">{why}</p>;
  return (
    <div>
      <div className="flex flex-wrap items-center gap-2">
        {(change.lost?.length ?? 0) > 0 && (
          <button type="button" onClick={() => onAgain(change)} className={BUTTON.primary}>
            {t('list.again')}
          </button>
        )}
        <button
          type="button"
          aria-disabled={isBusy}
          onClick={() => !isBusy && void act({ action: 'undo' })}
          className={BUTTON.plain}
          title={t('list.undoHint', {
            values: listed(change.changes.map(({ tunable, before }) => `${tunable} = ${before}`)),
          })}
        >
          {t('list.undo')}
        </button>
        {change.persisted === undefined ? (
          canPersist(change.changes) && (
            <button type="button" onClick={() => setAsking(true)} aria-expanded={isAsking} className={BUTTON.plain}>
              {t('list.persist')}
            </button>
          )
        ) : (
          <button
            type="button"
            aria-disabled={isBusy}
            onClick={() => !isBusy && void act({ action: 'unpersist' })}
            className={BUTTON.plain}
          >
            {t('list.unpersist')}
          </button>
        )}
      </div>
      {trouble !== undefined && <TroubleLine {...trouble} />}
      {isAsking && change.persisted === undefined && (
        <PersistAsk change={change} onActed={onActed} onDone={() => setAsking(false)} />
      )}
    </div>
  );
};
