import type { ChangeRecord } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { BUTTON } from '../../../components/button.ts';
import { BusyIcon } from '../../../components/icons.tsx';
import { useHost } from '../../connection/live.ts';
import { canPersist } from '../canPersist.ts';
import { TroubleLine } from '../TroubleLine.tsx';
import { useAction } from '../useAction.ts';
import { usePersistOutlook } from '../usePersistOutlook.ts';
import { noteDecided } from './decidedNotes.ts';
import styles from './Pending.module.css';
import { didNotHelp } from './pending.ts';

/** The three ways to decide, each where it always is, the wiser one marked; before persisting, what would win over it is named. */
export const Decision = ({ change }: { readonly change: ChangeRecord }) => {
  const t = useTranslations('changes');
  const { isBusy, trouble, act } = useAction(change);
  const undoFirst = didNotHelp(change);
  const mayPersist = canPersist(change.changes);
  const outlook = usePersistOutlook(change, mayPersist);
  const left = useHost(change.hostId, ({ advice }) => advice?.find(({ id }) => id === change.adviceId)?.actions);
  const keepIt = async (persist: boolean): Promise<void> => {
    const refusal = await act(persist ? { action: 'confirm', persist } : { action: 'confirm' });
    // The change is decided then, and with it this is gone from the page: what is still to say is said elsewhere.
    noteDecided(change, refusal, left);
  };
  const undoIt = async (): Promise<void> => {
    if ((await act({ action: 'undo' })) === undefined) noteDecided(change, undefined);
  };
  const undo = (
    <button
      type="button"
      aria-disabled={isBusy}
      onClick={() => !isBusy && void undoIt()}
      className={undoFirst ? BUTTON.primary : BUTTON.plain}
    >
      {t('pending.undo')}
    </button>
  );
  const keep = (
    <button
      type="button"
      aria-disabled={isBusy}
      onClick={() => !isBusy && void keepIt(false)}
      className={undoFirst ? BUTTON.plain : BUTTON.primary}
    >
      {t('pending.keep')}
    </button>
  );
  const persist = mayPersist && (
    <button type="button" aria-disabled={isBusy} onClick={() => !isBusy && void keepIt(true)} className={BUTTON.plain}>
      {t('pending.keepAndPersist')}
    </button>
  );
  return (
    <div className={styles['decide']}>
      <div className="flex flex-wrap gap-2 sm:justify-end">
        {keep}
        {persist}
        {undo}
      </div>
      {trouble !== undefined && <TroubleLine {...trouble} />}
      <p className="text-pretty break-words text-faint text-xs sm:text-right">
        {!mayPersist
          ? t('pending.lastsNot')
          : outlook === undefined
            ? t('pending.lasts')
            : t('pending.lastsIn', { path: outlook.path })}
        {outlook?.overriddenBy.map((who) => (
          <span key={who} className="block font-medium text-busy-ink">
            <BusyIcon className="mr-1 inline size-3" />
            {t('pending.overridden', { who })}
          </span>
        ))}
      </p>
    </div>
  );
};
