'use client';
import type { Role } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Dialog } from '../../../components/Dialog.tsx';
import { Field } from '../../../components/Field.tsx';
import { ask, type Refusal } from '../../api/ask.ts';
import { FormEnd } from '../FormEnd.tsx';
import { RoleChoice } from '../RoleChoice.tsx';
import { Secret } from '../Secret.tsx';
import { useAges } from '../useAges.ts';

interface InviteDialogProps {
  readonly onMade: () => void;
  readonly onClose: () => void;
}

/** Makes a link that lets one person in, and shows it once. */
export const InviteDialog = ({ onMade, onClose }: InviteDialogProps) => {
  const t = useTranslations('settings.people.invitation');
  const { ends } = useAges();
  const s = useTranslations('settings');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const [made, setMade] = useState<{ readonly link: string; readonly expiresMs: number }>();
  const make = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask<{ readonly link: string; readonly expiresMs: number }>('/api/v1/invitations', {
      email: email.trim(),
      role,
    });
    setBusy(false);
    if (!answer.ok) return setRefusal(answer.refusal);
    setMade(answer.body);
    onMade();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy) void make();
  };
  if (made !== undefined)
    return (
      <Dialog title={t('ready', { email: email.trim() })} about={t('readyAbout')} sticky onClose={onClose}>
        <Secret value={made.link} note={ends(made.expiresMs)} onClose={onClose} />
      </Dialog>
    );
  return (
    <Dialog title={t('title')} about={t('about')} onClose={onClose}>
      <form onSubmit={onSubmit} className="mt-4 flex flex-col gap-4">
        <Field
          label={t('email')}
          type="email"
          required
          autoFocus
          autoComplete="off"
          maxLength={254}
          value={email}
          error={refusal && s('notDone', { why: refusal.message })}
          onChange={(event) => setEmail(event.target.value)}
        />
        <RoleChoice value={role} onChange={setRole} />
        <FormEnd submit={t('make')} making={t('making')} isBusy={isBusy} onClose={onClose} />
      </form>
    </Dialog>
  );
};
