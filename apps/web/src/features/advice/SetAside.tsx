'use client';
import type { AdviceAction } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMay } from '../session/useSession.ts';
import { actOn } from './actOn.ts';

interface ActionProps {
  readonly hostId: string;
  readonly adviceId: string;
}
type Choice = readonly [label: 'snoozeHour' | 'snoozeDay' | 'dismiss' | 'bringBack', action: Omit<AdviceAction, 'id'>];

const CHOICES: readonly Choice[] = [
  ['snoozeHour', { action: 'snooze', minutes: 60 }],
  ['snoozeDay', { action: 'snooze', minutes: 1440 }],
  ['dismiss', { action: 'dismiss' }],
];
const BACK: readonly Choice[] = [['bringBack', { action: 'reopen' }]];

const BUTTON =
  'min-h-7 rounded-md px-2 py-1 text-soft text-xs ring-1 ring-line ring-inset hover:text-ink hover:ring-soft disabled:opacity-50 max-sm:min-h-11 max-sm:px-3';

const Actions = ({ hostId, adviceId, choices }: ActionProps & { readonly choices: readonly Choice[] }) => {
  const t = useTranslations('advice');
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const { why } = useMay('operator');
  const act = async (action: Omit<AdviceAction, 'id'>): Promise<void> => {
    setBusy(true);
    setTrouble(await actOn(hostId, { id: adviceId, ...action }));
    setBusy(false);
  };
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {choices.map(([label, action]) => (
        <button
          key={label}
          type="button"
          disabled={isBusy || why !== ''}
          onClick={() => void act(action)}
          className={BUTTON}
        >
          {t(label)}
        </button>
      ))}
      {why !== '' && <p className="w-full text-faint text-xs">{why}</p>}
      {trouble !== undefined && (
        <p role="alert" className="text-saturated-ink text-xs">
          {t('notDone', { why: trouble })}
        </p>
      )}
    </div>
  );
};

/** What somebody who has read advice may do with it besides following it. */
export const SetAside = (props: ActionProps) => <Actions {...props} choices={CHOICES} />;
export const BringBack = (props: ActionProps) => <Actions {...props} choices={BACK} />;
