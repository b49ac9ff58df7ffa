'use client';
import type { AdviceAction } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { BUTTON } from '../../components/button.ts';
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

const Actions = ({ hostId, adviceId, choices }: ActionProps & { readonly choices: readonly Choice[] }) => {
  const t = useTranslations('advice');
  const id = useId();
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const { why } = useMay('operator');
  const act = async (action: Omit<AdviceAction, 'id'>): Promise<void> => {
    setBusy(true);
    setTrouble(await actOn(hostId, { id: adviceId, ...action }));
    setBusy(false);
  };
  return (
    <div className="flex flex-wrap items-center gap-1.5 print:hidden">
      {choices.map(([label, action]) => (
        <button
          key={label}
          type="button"
          aria-disabled={isBusy || why !== ''}
          aria-describedby={why === '' ? undefined : id}
          onClick={isBusy || why !== '' ? undefined : () => void act(action)}
          className={BUTTON.small}
        >
          {t(label)}
        </button>
      ))}
      {why !== '' && (
        <p id={id} className="w-full text-faint text-xs">
          {why}
        </p>
      )}
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
