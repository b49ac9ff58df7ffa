'use client';
import type { KeySummary } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { ListingBody } from '../ListingBody.tsx';
import { Empty } from '../Rows.tsx';
import { Card, SectionHead } from '../SectionHead.tsx';
import { useListing } from '../useListing.ts';
import { KeyRows } from './KeyRows.tsx';
import { TokenDialog } from './TokenDialog.tsx';

/** What programs act with. */
export default function TokensSection() {
  const t = useTranslations('settings.tokens');
  const s = useTranslations('settings');
  const listing = useListing<{ readonly tokens: readonly KeySummary[] }>('/api/v1/tokens');
  const [making, setMaking] = useState(false);
  return (
    <>
      <SectionHead id="tokens">
        <button type="button" className={BUTTON.primary} onClick={() => setMaking(true)}>
          {t('make')}
        </button>
      </SectionHead>
      <Card label={s('sections.tokens.title')}>
        <ListingBody listing={listing}>
          {({ tokens }) =>
            tokens.length === 0 ? (
              <Empty title={t('empty')}>{t('emptyAbout')}</Empty>
            ) : (
              <KeyRows keys={tokens} address="/api/v1/tokens" of="tokens" reload={listing.reload} />
            )
          }
        </ListingBody>
        {making && <TokenDialog onMade={listing.reload} onClose={() => setMaking(false)} />}
      </Card>
    </>
  );
}
