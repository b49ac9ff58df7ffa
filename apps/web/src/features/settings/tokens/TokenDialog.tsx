'use client';
import type { Role } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CommandLine } from '../../../components/CopyButton.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ask } from '../../api/ask.ts';
import { RoleChoice } from '../RoleChoice.tsx';
import { Secret } from '../Secret.tsx';
import { KeyForm } from './KeyForm.tsx';

interface MadeDialogProps {
  readonly onMade: () => Promise<void>;
  readonly onClose: () => void;
}

/** Makes a token and shows it once, with a line that tries it. */
export const TokenDialog = ({ onMade, onClose }: MadeDialogProps) => {
  const t = useTranslations('settings.tokens');
  const s = useTranslations('settings');
  const [role, setRole] = useState<Role>('viewer');
  const [made, setMade] = useState<{ readonly name: string; readonly secret: string }>();
  const make = async ({ name, days }: { readonly name: string; readonly days: number }) => {
    const answer = await ask<{ readonly secret: string }>('/api/v1/tokens', { name, role, days });
    if (!answer.ok) return s('notDone', { why: answer.refusal.message });
    setMade({ name, secret: answer.body.secret });
    void onMade();
    return undefined;
  };
  if (made === undefined)
    return (
      <Dialog title={t('title')} about={t('about')} onClose={onClose}>
        <KeyForm nameHint={t('nameHint')} submit={t('submit')} making={t('making')} onMake={make} onClose={onClose}>
          <RoleChoice value={role} onChange={setRole} />
        </KeyForm>
      </Dialog>
    );
  return (
    <Dialog title={t('ready', { name: made.name })} about={t('about')} wide sticky onClose={onClose}>
      <Secret value={made.secret} onClose={onClose}>
        <div>
          <p className="mb-1.5 text-soft text-sm">{t('example')}</p>
          <CommandLine
            command={`curl -H 'Authorization: Bearer ${made.secret}' ${window.location.origin}/api/v1/hosts`}
          />
        </div>
      </Secret>
    </Dialog>
  );
};
