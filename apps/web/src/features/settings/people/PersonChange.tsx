'use client';
import { useTranslations } from 'next-intl';
import { Confirm } from '../../../components/Confirm.tsx';
import { ask } from '../../api/ask.ts';
import type { Change } from './PersonRow.tsx';

interface PersonChangeProps {
  readonly change: Change;
  readonly onDone: () => Promise<void>;
  readonly onClose: () => void;
}

/** Asks before it takes something away from somebody; switching an account on again takes nothing away. */
export const PersonChange = ({ change, onDone, onClose }: PersonChangeProps) => {
  const t = useTranslations('settings.people');
  const s = useTranslations('settings');
  const roles = useTranslations('session.roles');
  const { person, role, disabled } = change;
  const send = async (): Promise<string | undefined> => {
    const answer = await ask(`/api/v1/people/${encodeURIComponent(person.id)}`, role ? { role } : { disabled });
    await onDone();
    return answer.ok ? undefined : s('notDone', { why: answer.refusal.message });
  };
  const words =
    role === undefined
      ? disabled
        ? { title: t('disableAsk.title', { name: person.name }), body: t('disableAsk.body'), action: t('disable') }
        : { title: t('enableAsk.title', { name: person.name }), body: t('enableAsk.body'), action: t('enable') }
      : {
          title: t('roleAsk.title', { name: person.name, role: roles(role) }),
          body: t('roleAsk.body', { now: s(`roles.${person.role}`), next: s(`roles.${role}`) }),
          action: t('roleAsk.action', { role: roles(role) }),
        };
  return (
    <Confirm
      title={words.title}
      action={words.action}
      cancel={s('cancel')}
      tone={disabled ? 'danger' : 'primary'}
      onConfirm={send}
      onClose={onClose}
    >
      {words.body}
      {person.role === 'admin' && !person.disabled && (
        <span className="mt-2 block">{t('endsKeys', { name: person.name })}</span>
      )}
    </Confirm>
  );
};
