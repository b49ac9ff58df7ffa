'use client';
import type { ChangeRecord } from '@netstrata/protocol/types';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { useView } from '../../connection/live.ts';
import { StaleAware } from '../../connection/StaleAware.tsx';
import { StaleNotice } from '../../connection/StaleNotice.tsx';
import { ChangeButton } from '../ChangeButton.tsx';
import { refOf } from '../settings.ts';
import { ChangeList } from './ChangeList.tsx';
import styles from './Changes.module.css';
import { DriftList } from './DriftList.tsx';

const ChangeSetting = dynamic(() => import('./ChangeSetting.tsx'), { ssr: false });
const PreviewSheet = dynamic(() => import('../preview/PreviewSheet.tsx'), { ssr: false });
const ExportSheet = dynamic(() => import('./ExportSheet.tsx'), { ssr: false });

type Open = 'choose' | 'export' | ChangeRecord | undefined;

/** What was changed on one host from here, what others changed, and the way to change more. */
export const ChangesView = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('changes');
  useView(useMemo(() => ({ view: 'stack', hostId }) as const, [hostId]));
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const again = useMemo(
    () =>
      typeof open === 'object'
        ? open.changes.map((setting) => ({ ...refOf(setting), value: setting.after }))
        : undefined,
    [open],
  );
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
          <ChangeList hostId={hostId} onAgain={setOpen} />
          <DriftList hostId={hostId} />
        </StaleAware>
      </main>
      {open === 'choose' && <ChangeSetting hostId={hostId} onClose={close} />}
      {open === 'export' && <ExportSheet hostId={hostId} onClose={close} />}
      {typeof open === 'object' && again !== undefined && (
        <PreviewSheet
          hostId={hostId}
          wanted={again}
          adviceId={open.adviceId}
          because={t('list.againBecause', { because: open.because })}
          onClose={close}
          onApplied={close}
        />
      )}
    </div>
  );
};
