'use client';
import type { Advice } from '@netstrata/advisor/types';
import type { ChangeRecord, SettingRef } from '@netstrata/protocol/types';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { clockMoment } from '../../components/clockTime.ts';
import { cx } from '../../components/cx.ts';
import { useListed } from '../../locale/useListed.ts';
import { isMade } from '../advice/advice.ts';
import { useHost } from '../connection/live.ts';
import { ChangeButton } from './ChangeButton.tsx';
import { canPersist } from './canPersist.ts';
import { changeHref } from './changeHref.ts';
import { refOf } from './settings.ts';
import { useWho } from './useWho.ts';

/** Loaded by the first press. */
const PreviewSheet = dynamic(() => import('./preview/PreviewSheet.tsx'), { ssr: false });

/** As long as the ledger takes it. */
const MOST_LETTERS = 500;

const Details = ({ hostId, changeId }: { readonly hostId: string; readonly changeId: string }) => (
  <Link href={changeHref(hostId, changeId)} className="text-accent underline underline-offset-2">
    {useTranslations('changes')('apply.more')}
  </Link>
);

/** That it was tried before, and came to nothing. */
const LastTry = ({ hostId, change }: { readonly hostId: string; readonly change: ChangeRecord }) => {
  const t = useTranslations('changes.apply');
  const { id, state, problem = '', decidedMs, requestedMs } = change;
  if (state !== 'refused' && state !== 'undone') return null;
  const when = clockMoment(decidedMs ?? requestedMs);
  return (
    <p className={cx('mt-1 text-pretty break-words text-xs', state === 'refused' ? 'text-busy-ink' : 'text-faint')}>
      {state === 'undone' ? t('undone', { when }) : t('refused', { when, problem: problem.replace(/\.$/, '') })}{' '}
      <Details hostId={hostId} changeId={id} />
    </p>
  );
};

/** The way from advice to the preview of its changes, or what has become of them already. */
const ApplyChange = ({ hostId, advice }: { readonly hostId: string; readonly advice: Advice }) => {
  const t = useTranslations('changes');
  const who = useWho();
  const listed = useListed();
  const [isOpen, setOpen] = useState(false);
  const change = useHost(hostId, (host) =>
    host.changes?.find(({ adviceId, state }) => adviceId === advice.id && (state === 'pending' || state === 'kept')),
  );
  // They come the newest first.
  const last = useHost(hostId, (host) => host.changes?.find(({ adviceId }) => adviceId === advice.id));
  // A sheet that is open keeps what it was opened with, although the advice may be told anew each second.
  const [wanted, setWanted] = useState<readonly (SettingRef & { value: string })[]>([]);
  const { title, where } = advice;
  // The reason that others will read: what the advice says, in a line.
  const because = (where === '' ? title : t('apply.because', { title, where })).slice(0, MOST_LETTERS);
  const open = () => {
    setWanted(advice.changes.map((each) => ({ ...refOf(each), value: each.proposed })));
    setOpen(true);
  };
  const isOpenStill = !isMade(advice.applied);
  const fixed = advice.changes.flatMap(({ tunable, isReadOnly }) => (isReadOnly ? [tunable] : []));
  const by = change === undefined ? '' : who(change.by);
  return (
    <div className="mt-2.5">
      {change?.state === 'pending' ? (
        <p className="text-soft text-sm">{t('apply.pending', { by })}</p>
      ) : (
        <>
          {isOpenStill && fixed.length > 0 && (
            <p className="text-pretty break-words text-soft text-xs">{t('apply.readOnly', { names: listed(fixed) })}</p>
          )}
          {isOpenStill && fixed.length === 0 && (
            <ChangeButton
              hostId={hostId}
              onPress={open}
              className="max-sm:w-full"
              note={t(canPersist(advice.changes) ? 'apply.lasts' : 'apply.lastsNot')}
            >
              {advice.changes.length > 1 ? t('apply.applyAll', { count: advice.changes.length }) : t('apply.apply')}
            </ChangeButton>
          )}
          {change !== undefined ? (
            <p className="mt-1 text-faint text-xs">
              {t('apply.kept', { by, when: clockMoment(change.decidedMs ?? 0) })}{' '}
              <Details hostId={hostId} changeId={change.id} />
            </p>
          ) : (
            last !== undefined && <LastTry hostId={hostId} change={last} />
          )}
        </>
      )}
      {isOpen && (
        <PreviewSheet
          hostId={hostId}
          wanted={wanted}
          adviceId={advice.id}
          because={because}
          onClose={() => setOpen(false)}
          onApplied={() => setOpen(false)}
        />
      )}
    </div>
  );
};

export default ApplyChange;
