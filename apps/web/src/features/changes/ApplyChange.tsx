'use client';
import type { Advice } from '@netstrata/advisor/types';
import type { SettingRef } from '@netstrata/protocol/types';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useId, useMemo, useState } from 'react';
import { BUTTON } from '../../components/button.ts';
import { clockMoment } from '../../components/clockTime.ts';
import { useHost } from '../connection/live.ts';
import { useMay } from '../session/useSession.ts';
import { changeHref } from './changeHref.ts';
import { refOf } from './settings.ts';
import { useWho } from './useWho.ts';

/** Loaded by the first press. */
const PreviewSheet = dynamic(() => import('./preview/PreviewSheet.tsx'), { ssr: false });

/** The reason that others will read: what the advice says, in a line. */
const becauseOf = ({ title, where }: Advice): string => (where === '' ? title : `${title} (${where})`).slice(0, 500);

/** The way from advice to the preview of its changes, or what has become of them already. */
const ApplyChange = ({ hostId, advice }: { readonly hostId: string; readonly advice: Advice }) => {
  const t = useTranslations('changes');
  const id = useId();
  const who = useWho();
  const { may, why } = useMay('operator');
  const [isOpen, setOpen] = useState(false);
  const change = useHost(hostId, (host) =>
    host.changes?.find(({ adviceId, state }) => adviceId === advice.id && (state === 'pending' || state === 'kept')),
  );
  // A sheet that is open keeps what it was opened with, although the advice may be told anew each second.
  const [wanted, setWanted] = useState<readonly (SettingRef & { value: string })[]>([]);
  const because = useMemo(() => becauseOf(advice), [advice]);
  const open = () => {
    setWanted(advice.changes.map((each) => ({ ...refOf(each), value: each.proposed })));
    setOpen(true);
  };
  const takesChanges = useHost(hostId, ({ update }) => update?.host.mayApply ?? true);
  const by = change === undefined ? '' : who(change.by);
  return (
    <div className="mt-2.5">
      {change?.state === 'pending' ? (
        <p className="text-soft text-sm">{t('apply.pending', { by })}</p>
      ) : (
        <>
          <button
            type="button"
            aria-disabled={!may}
            aria-describedby={why !== '' ? `${id}-why` : undefined}
            onClick={may ? open : undefined}
            className={`${BUTTON.primary} aria-disabled:cursor-not-allowed aria-disabled:opacity-55 max-sm:w-full`}
          >
            {advice.changes.length > 1 ? t('apply.applyAll', { count: advice.changes.length }) : t('apply.apply')}
          </button>
          {why !== '' && (
            <p id={`${id}-why`} className="mt-1 text-soft text-xs">
              {why}
            </p>
          )}
          {!takesChanges && <p className="mt-1 text-soft text-xs">{t('apply.takesNone')}</p>}
          {change !== undefined && (
            <p className="mt-1 text-faint text-xs">
              {t('apply.kept', { by, when: clockMoment(change.decidedMs ?? 0) })}{' '}
              <Link href={changeHref(hostId, change.id)} className="text-accent underline underline-offset-2">
                {t('apply.more')}
              </Link>
            </p>
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
