'use client';
import type { KeySummary } from '@netstrata/protocol/types';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { Dialog } from '../../../components/Dialog.tsx';
import { ask } from '../../api/ask.ts';
import { ListingBody } from '../ListingBody.tsx';
import { Empty } from '../Rows.tsx';
import { Secret } from '../Secret.tsx';
import { Card, SectionHead } from '../SectionHead.tsx';
import { useListing } from '../useListing.ts';
import { KeyForm } from './KeyForm.tsx';
import { KeyRows } from './KeyRows.tsx';

const ADDRESS = '/api/v1/wall-links';

interface WallLinkDialogProps {
  readonly onMade: () => Promise<void>;
  readonly onClose: () => void;
}

/** Makes a link for a screen and shows it once. */
const WallLinkDialog = ({ onMade, onClose }: WallLinkDialogProps) => {
  const t = useTranslations('settings.wall');
  const s = useTranslations('settings');
  const [made, setMade] = useState<{ readonly name: string; readonly link: string }>();
  const make = async ({ name, days }: { readonly name: string; readonly days: number }) => {
    const answer = await ask<{ readonly link: string }>(ADDRESS, { name, days });
    if (!answer.ok) return s('notDone', { why: answer.refusal.message });
    setMade({ name, link: answer.body.link });
    void onMade();
    return undefined;
  };
  if (made !== undefined)
    return (
      <Dialog title={t('ready', { name: made.name })} about={t('readyAbout')} wide sticky onClose={onClose}>
        <Secret value={made.link} onClose={onClose}>
          <p className="text-pretty text-soft text-sm">{t('options')}</p>
        </Secret>
      </Dialog>
    );
  return (
    <Dialog title={t('title')} about={t('about')} onClose={onClose}>
      <KeyForm nameHint={t('nameHint')} submit={t('submit')} making={t('making')} onMake={make} onClose={onClose} />
    </Dialog>
  );
};

/** What screens are let in with. */
export default function WallLinksSection() {
  const t = useTranslations('settings.wall');
  const s = useTranslations('settings');
  const listing = useListing<{ readonly wallLinks: readonly KeySummary[] }>(ADDRESS);
  const [making, setMaking] = useState(false);
  return (
    <>
      <SectionHead id="wall-links">
        <Link href="/wall" className={BUTTON.plain}>
          {t('open')}
        </Link>
        <button type="button" className={BUTTON.primary} onClick={() => setMaking(true)}>
          {t('make')}
        </button>
      </SectionHead>
      <Card label={s('sections.wall-links.title')}>
        <ListingBody listing={listing}>
          {({ wallLinks }) =>
            wallLinks.length === 0 ? (
              <Empty title={t('empty')}>{t('emptyAbout')}</Empty>
            ) : (
              <KeyRows keys={wallLinks} address={ADDRESS} of="wall" reload={listing.reload} />
            )
          }
        </ListingBody>
        {making && <WallLinkDialog onMade={listing.reload} onClose={() => setMaking(false)} />}
      </Card>
    </>
  );
}
