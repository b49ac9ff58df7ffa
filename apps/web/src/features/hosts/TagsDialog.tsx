'use client';
import type { HostSummary } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { BUTTON } from '../../components/button.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { ask } from '../api/ask.ts';
import { tagsOf } from './hostsQuery.ts';
import { readTags } from './readTags.ts';
import { useHosts } from './useHosts.ts';

interface TagsDialogProps {
  readonly host: HostSummary;
  readonly onClose: () => void;
}

/** Tags that other hosts have: so that one thing keeps one word. */
const Used = ({ text, onAdd }: { readonly text: string; readonly onAdd: (tag: string) => void }) => {
  const t = useTranslations('hosts.tags');
  const { tags } = readTags(text);
  const others = tagsOf(useHosts() ?? [])
    .filter(({ tag }) => !tags.includes(tag))
    .slice(0, 12);
  if (others.length === 0) return null;
  return (
    <div className="mt-3 flex flex-wrap items-center gap-1.5 text-xs">
      <span className="text-faint">{t('used')}</span>
      {others.map(({ tag }) => (
        <button key={tag} type="button" className={BUTTON.small} onClick={() => onAdd(tag)}>
          {tag}
        </button>
      ))}
    </div>
  );
};

/** Sets what a host is sorted by. */
export default function TagsDialog({ host, onClose }: TagsDialogProps) {
  const t = useTranslations('hosts.tags');
  const [text, setText] = useState(host.tags.join(' '));
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string>();
  const { tags, wrong, tooMany } = readTags(text);
  const trouble = wrong !== undefined ? t('wrong', { tag: wrong }) : tooMany ? t('tooMany') : refused;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy || wrong !== undefined || tooMany) return;
    setBusy(true);
    const answer = await ask(`/api/v1/hosts/${encodeURIComponent(host.hostId)}/tags`, { tags });
    setBusy(false);
    if (answer.ok) onClose();
    else setRefused(t('failed', { why: answer.refusal.message }));
  };
  return (
    <Dialog title={t('title', { host: host.hostname })} about={t('about')} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} className="mt-4">
        <Field
          label={t('label')}
          autoFocus
          hint={`${t('hint')} ${t('brought')}`}
          error={trouble}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setRefused(undefined);
          }}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <Used text={text} onAdd={(tag) => setText(`${text.trim()} ${tag}`.trim())} />
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <button type="button" className={BUTTON.plain} onClick={onClose}>
            {t('cancel')}
          </button>
          <button type="submit" className={BUTTON.primary} aria-disabled={isBusy}>
            {isBusy ? t('saving') : t('save')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
