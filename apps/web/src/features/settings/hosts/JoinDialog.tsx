'use client';
import { formatAge } from '@netstrata/metrics';
import type { EnrolmentSummary, MadeEnrolment } from '@netstrata/protocol/types';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { CommandLine } from '../../../components/CopyButton.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { CalmIcon } from '../../../components/icons.tsx';
import { hostHref } from '../../address/hostHref.ts';
import { ask } from '../../api/ask.ts';
import { useHosts } from '../../hosts/useHosts.ts';
import { FormEnd } from '../FormEnd.tsx';
import { useListing } from '../useListing.ts';
import styles from './Join.module.css';

/** How often the server is asked whether the token was used. */
const LOOK_MS = 1500;

/** Whether the command names this machine by an address that means another one elsewhere. */
const isLoopback = (command: string): boolean =>
  /--server https?:\/\/(localhost|127\.[\d.]+|\[::1\])[:\s]/.test(command);

/** Shows the command, and the host as soon as it is there. */
const Waiting = ({ made }: { readonly made: MadeEnrolment }) => {
  const t = useTranslations('settings.hosts.join');
  const locale = useLocale();
  const s = useTranslations('settings');
  const { body } = useListing<{ readonly enrolments: readonly EnrolmentSummary[] }>('/api/v1/enrolments', LOOK_MS);
  const usedBy = body?.enrolments.find(({ id }) => id === made.id)?.usedBy;
  const joined = useHosts()?.find(({ hostId }) => hostId === usedBy);
  return (
    <div className="mt-4 flex flex-col gap-4">
      <div>
        <p className="mb-1.5 font-medium text-sm">{t('command')}</p>
        <div data-secret>
          <CommandLine command={made.command} />
        </div>
        <p className="mt-1.5 text-busy-ink text-xs">
          {s('shownOnce')}{' '}
          <span className="text-soft">{t('good', { age: formatAge(made.expiresMs - Date.now(), locale) })}</span>
        </p>
        {isLoopback(made.command) && <p className="mt-1.5 text-pretty text-busy-ink text-xs">{t('loopback')}</p>}
      </div>
      <div role="status" className="flex flex-wrap items-center gap-3 rounded-md bg-sunken px-3 py-3">
        {joined === undefined ? (
          <>
            <span className={styles['waiting']} aria-hidden="true" />
            <div className="min-w-0 flex-1">
              <p className="font-medium text-sm">{t('waiting')}</p>
              <p className="text-pretty text-soft text-xs">{t('waitingHint')}</p>
            </div>
          </>
        ) : (
          <>
            <CalmIcon className="size-5 text-calm-ink" />
            <p className="min-w-0 flex-1 font-medium text-base text-calm-ink">
              {t('joined', { name: joined.hostname })}
            </p>
            <Link href={hostHref(joined.hostId)} className={BUTTON.primary}>
              {t('look')}
            </Link>
          </>
        )}
      </div>
    </div>
  );
};

/** Makes a token for one agent, shows what to run, and waits for it. */
export const JoinDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useTranslations('settings.hosts.join');
  const s = useTranslations('settings');
  const [allowApply, setAllowApply] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const [made, setMade] = useState<MadeEnrolment>();
  const make = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask<MadeEnrolment>('/api/v1/enrolments', { allowApply });
    setBusy(false);
    if (answer.ok) setMade(answer.body);
    else setTrouble(s('notDone', { why: answer.refusal.message }));
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy) void make();
  };
  return (
    <Dialog title={t('title')} about={t('about')} wide sticky={made !== undefined} onClose={onClose}>
      {made === undefined ? (
        <form onSubmit={onSubmit} className="mt-4 flex flex-col gap-4">
          <label className="flex cursor-pointer items-start gap-2.5 rounded-md px-3 py-2.5 ring-1 ring-line-strong ring-inset hover:bg-hover">
            <input
              type="checkbox"
              autoFocus
              checked={allowApply}
              onChange={(event) => setAllowApply(event.target.checked)}
              className="mt-1 accent-(--accent)"
            />
            <span>
              <span className="block font-medium text-sm">{t('allow')}</span>
              <span className="block text-pretty text-soft text-xs">{t('allowHint')}</span>
            </span>
          </label>
          {trouble !== undefined && (
            <p role="alert" className="text-saturated-ink text-sm">
              {trouble}
            </p>
          )}
          <FormEnd submit={t('make')} making={t('making')} isBusy={isBusy} onClose={onClose} />
        </form>
      ) : (
        <Waiting made={made} />
      )}
    </Dialog>
  );
};
