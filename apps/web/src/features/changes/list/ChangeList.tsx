'use client';
import type { ChangeRecord } from '@netstrata/protocol/types';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BUTTON } from '../../../components/button.ts';
import { FOLDS } from '../../../components/FoldRow.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { SkeletonRows } from '../../../components/SkeletonRows.tsx';
import { useParam } from '../../address/useParam.ts';
import { hostAddress } from '../../api/hostAddress.ts';
import { useStored } from '../../api/useStored.ts';
import { useFormatOptions } from '../../catalogue/useFormatOptions.ts';
import { useHost } from '../../connection/live.ts';
import { TroubleLine } from '../TroubleLine.tsx';
import { ChangeRow } from './ChangeRow.tsx';

/** As many as the server sends by itself; more are asked for. */
const LIVE = 50;
const MOST = 500;

/** The live ones, and behind them those that are older. */
const joined = (
  live: readonly ChangeRecord[] | undefined,
  older: readonly ChangeRecord[] | undefined,
): readonly ChangeRecord[] | undefined => {
  if (live === undefined) return older;
  const ids = new Set(live.map(({ id }) => id));
  return [...live, ...(older ?? []).filter(({ id }) => !ids.has(id))];
};

interface ChangeListProps {
  readonly hostId: string;
  readonly onAgain: (change: ChangeRecord) => void;
}

/** What was changed on a host from here, newest first. */
export const ChangeList = ({ hostId, onAgain }: ChangeListProps) => {
  const t = useTranslations('changes');
  const [chosen, choose] = useParam('change', { replace: true });
  const [isAll, setAll] = useState(false);
  const live = useHost(hostId, (host) => host.changes);
  const options = useFormatOptions(hostId);
  // A host whose agent is away sends nothing: what is kept of it can still be read.
  const stored = useStored<{ readonly changes: readonly ChangeRecord[] }>(
    live === undefined || isAll ? hostAddress(hostId, `/changes?limit=${isAll ? MOST : LIVE}`) : undefined,
  );
  const changes = joined(live, stored.body?.changes);
  return (
    <Panel
      title={t('list.title')}
      aside={
        changes !== undefined && (
          <span className="text-faint text-sm">{t('list.count', { count: changes.length })}</span>
        )
      }
      className="overflow-hidden"
    >
      {changes === undefined && stored.refusal === undefined && <SkeletonRows label={t('list.loading')} />}
      {stored.refusal !== undefined && (
        <div className="px-4 py-3">
          <TroubleLine {...stored.refusal} />
        </div>
      )}
      {changes?.length === 0 && (
        <div className="px-4 py-6 text-sm">
          <p className="font-medium">{t('list.none')}</p>
          <p className="mt-0.5 text-pretty text-soft">{t('list.noneHint')}</p>
        </div>
      )}
      <ul className={FOLDS}>
        {changes?.map((change) => (
          <ChangeRow
            key={change.id}
            change={change}
            options={options}
            isOpen={chosen === change.id}
            onToggle={choose}
            onAgain={onAgain}
            // The server tells of the newest by itself.
            onActed={stored.look}
          />
        ))}
      </ul>
      {!isAll && (changes?.length ?? 0) >= LIVE && (
        <div className="border-line border-t px-4 py-2">
          <button type="button" onClick={() => setAll(true)} className={BUTTON.small}>
            {t('list.older')}
          </button>
        </div>
      )}
    </Panel>
  );
};
