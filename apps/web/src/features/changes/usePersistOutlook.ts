import type { ChangePreview, ChangeRecord } from '@netstrata/protocol/types';
import { useEffect, useState } from 'react';
import { ask } from '../api/ask.ts';
import { hostAddress } from '../api/hostAddress.ts';
import { refOf } from './settings.ts';

interface PersistOutlook {
  readonly path: string;
  /** What would win over it at the next boot, in words. */
  readonly overriddenBy: readonly string[];
}

/** Where a change would be written for the next boot and what would win over it; undefined until the host has said so. */
export const usePersistOutlook = (change: ChangeRecord, isWanted: boolean): PersistOutlook | undefined => {
  const [outlook, setOutlook] = useState<PersistOutlook>();
  const { hostId } = change;
  const changes = JSON.stringify(
    change.changes.map((each) => ({ ...refOf(each), value: each.after, expectedBefore: each.after })),
  );
  useEffect(() => {
    if (!isWanted) return undefined;
    const stop = new AbortController();
    const body = { changes: JSON.parse(changes) as unknown };
    ask<ChangePreview>(hostAddress(hostId, '/changes/preview'), body, stop.signal).then(
      (answer) => {
        if (!answer.ok) return;
        const { persistPath: path, settings } = answer.body;
        setOutlook({ path, overriddenBy: settings.flatMap(({ overriddenBy }) => overriddenBy) });
      },
      () => undefined,
    );
    return () => stop.abort();
  }, [hostId, changes, isWanted]);
  return outlook;
};
