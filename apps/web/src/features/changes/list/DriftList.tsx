'use client';
import type { Drift } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { clockMoment } from '../../../components/clockTime.ts';
import { Panel } from '../../../components/Panel.tsx';
import { hostAddress } from '../../api/hostAddress.ts';
import { useStored } from '../../api/useStored.ts';
import { settingKey } from '../settings.ts';
import { useDriftBy } from '../useDriftBy.ts';
import { BeforeAfter } from '../Values.tsx';

const EVERY_MS = 10_000;

/** Values that somebody changed past this product: when, from what to what, and by whom where the kernel tells. */
export const DriftList = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations('changes');
  const by = useDriftBy();
  const { body, refusal } = useStored<{ readonly drifts: readonly Drift[] }>(hostAddress(hostId, '/drift'), EVERY_MS);
  return (
    <Panel title={t('drift.title')}>
      <div className="px-4 py-3 text-sm">
        <p className="text-pretty text-faint text-xs">{t('drift.about')}</p>
        {body === undefined && (
          <p className="mt-2 text-soft">
            {refusal === undefined ? t('drift.loading') : t('drift.failed', { why: refusal.message })}
          </p>
        )}
        {body?.drifts.length === 0 && <p className="mt-2 text-soft">{t('drift.none')}</p>}
        <ol className="mt-2 space-y-2.5">
          {body?.drifts.map((drift) => (
            <li key={`${drift.timeMs} ${settingKey(drift)}`} className="border-line border-l-2 pl-3">
              <p className="break-words">
                <BeforeAfter setting={drift} />
              </p>
              <p className="text-faint text-xs tabular-nums">
                {t('drift.line', { when: clockMoment(drift.timeMs), by: by(drift.by) })}
              </p>
            </li>
          ))}
        </ol>
      </div>
    </Panel>
  );
};
