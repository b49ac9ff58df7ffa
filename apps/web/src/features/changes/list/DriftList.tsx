'use client';
import type { Drift } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { BUTTON } from '../../../components/button.ts';
import { clockMoment } from '../../../components/clockTime.ts';
import { newestEach } from '../../../components/newestEach.ts';
import { Panel } from '../../../components/Panel.tsx';
import { hostAddress } from '../../api/hostAddress.ts';
import { useStored } from '../../api/useStored.ts';
import { settingKey } from '../settings.ts';
import { useDriftBy } from '../useDriftBy.ts';
import { useMayChange } from '../useMayChange.ts';
import { BeforeAfter } from '../Values.tsx';

const EVERY_MS = 10_000;

interface DriftListProps {
  readonly hostId: string;
  /** Told the one that somebody wants to put back. */
  readonly onBack: (drift: Drift) => void;
}

/** Values that somebody changed past this product: when, from what to what, and by whom where the kernel tells. */
export const DriftList = ({ hostId, onBack }: DriftListProps) => {
  const t = useTranslations('changes');
  const by = useDriftBy();
  const { may } = useMayChange(hostId);
  const { body, refusal } = useStored<{ readonly drifts: readonly Drift[] }>(hostAddress(hostId, '/drift'), EVERY_MS);
  // What a setting was before the newest of its changes can be put back.
  const newest = newestEach(body?.drifts ?? [], settingKey);
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
              {may && newest.has(drift) && (
                <button
                  type="button"
                  aria-haspopup="dialog"
                  onClick={() => onBack(drift)}
                  className={`${BUTTON.small} mt-1.5`}
                >
                  {t('drift.back')}
                </button>
              )}
            </li>
          ))}
        </ol>
      </div>
    </Panel>
  );
};
