'use client';
import type { ChangeRecord, Drift } from '@netstrata/protocol/types';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { clockMoment } from '../../../components/clockTime.ts';
import { useView } from '../../connection/live.ts';
import { StaleAware } from '../../connection/StaleAware.tsx';
import { StaleNotice } from '../../connection/StaleNotice.tsx';
import { ChangeButton } from '../ChangeButton.tsx';
import type { WantedValue } from '../preview/draft.ts';
import { refOf } from '../settings.ts';
import { useDriftBy } from '../useDriftBy.ts';
import { ChangeList } from './ChangeList.tsx';
import styles from './Changes.module.css';
import { DriftList } from './DriftList.tsx';

const ChangeSetting = dynamic(() => import('./ChangeSetting.tsx'), { ssr: false });
const PreviewSheet = dynamic(() => import('../preview/PreviewSheet.tsx'), { ssr: false });
const ExportSheet = dynamic(() => import('./ExportSheet.tsx'), { ssr: false });

/** What somebody wants to set, from one of the lists. */
interface Wanted {
  readonly values: readonly WantedValue[];
  readonly adviceId?: string | undefined;
  readonly because: string;
}

type Open = 'choose' | 'export' | Wanted | undefined;

/** What was changed on one host from here, what others changed, and the way to change more. */
export const ChangesView = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('changes');
  const by = useDriftBy();
  useView(useMemo(() => ({ view: 'stack', hostId }) as const, [hostId]));
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const again = ({ changes, adviceId, because }: ChangeRecord) =>
    setOpen({
      values: changes.map((setting) => ({ ...refOf(setting), value: setting.after })),
      adviceId,
      because: t('list.againBecause', { because }),
    });
  const back = (drift: Drift) =>
    setOpen({
      values: [{ ...refOf(drift), value: drift.before }],
      because: t('drift.backBecause', { when: clockMoment(drift.timeMs), by: by(drift.by) }),
    });
  return (
    <div className="flex w-full min-w-0 flex-1 flex-col">
      <main id="page" className="flex flex-1 flex-col gap-3">
        <StaleNotice hostId={hostId} />
        <div className="flex flex-wrap items-center gap-2">
          <p className="mr-auto text-pretty text-soft text-sm max-sm:w-full">{t('list.about')}</p>
          <button type="button" onClick={() => setOpen('export')} className={`${BUTTON.plain} max-sm:flex-1`}>
            {t('list.export')}
          </button>
          <ChangeButton hostId={hostId} onPress={() => setOpen('choose')} className="max-sm:flex-1">
            {t('list.change')}
          </ChangeButton>
        </div>
        <StaleAware hostId={hostId} className={styles['areas'] ?? ''}>
          <ChangeList hostId={hostId} onAgain={again} />
          <DriftList hostId={hostId} onBack={back} />
        </StaleAware>
      </main>
      {open === 'choose' && <ChangeSetting hostId={hostId} onClose={close} />}
      {open === 'export' && <ExportSheet hostId={hostId} onClose={close} />}
      {typeof open === 'object' && (
        <PreviewSheet
          hostId={hostId}
          wanted={open.values}
          adviceId={open.adviceId}
          because={open.because}
          onClose={close}
          onApplied={close}
        />
      )}
    </div>
  );
};
