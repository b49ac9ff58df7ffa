import type { ChangePreview, ChangeRecord } from '@netstrata/protocol/types';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, askOnce, type Refusal } from '../../api/ask.ts';
import { hostAddress } from '../../api/hostAddress.ts';
import { refOf, settingKey } from '../settings.ts';
import { changesOf, movedSince, newKey, type WantedValue } from './draft.ts';

export interface Wish {
  readonly adviceId: string | undefined;
  readonly because: string;
  readonly confirmWithinSeconds: number | undefined;
  readonly acceptRisk: boolean;
}
type Moved = ReturnType<typeof movedSince>;

/** The ledger and files keep a reason in one line. */
const oneLine = (text: string): string => text.trim().replaceAll(/\s+/g, ' ');

/** What the host says of some settings, what somebody wants them to be, and the way to make it so. */
export const useDraft = (hostId: string, wanted: readonly WantedValue[]) => {
  const [preview, setPreview] = useState<ChangePreview>();
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(wanted.flatMap((each) => (each.value === undefined ? [] : [[settingKey(each), each.value]]))),
  );
  const [trouble, setTrouble] = useState<Refusal>();
  const [moved, setMoved] = useState<Moved>([]);
  const [isBusy, setBusy] = useState(false);
  const shown = useRef<ChangePreview>(undefined);
  /** The wish that was sent last, and its key: the same wish again is the same request. */
  const sent = useRef({ wish: '', key: '' });

  const look = useCallback(async (): Promise<void> => {
    const changes = wanted.map((each) => ({ ...refOf(each), value: each.value ?? '' }));
    const answer = await ask<ChangePreview>(hostAddress(hostId, '/changes/preview'), { changes });
    if (!answer.ok) {
      setTrouble(answer.refusal);
      return;
    }
    if (shown.current !== undefined) setMoved(movedSince(shown.current, answer.body));
    const now = answer.body.settings.map((each) => [settingKey(each), each.current ?? ''] as const);
    setValues((before) => ({ ...Object.fromEntries(now), ...before }));
    shown.current = answer.body;
    setPreview(answer.body);
  }, [hostId, wanted]);
  useEffect(() => void look(), [look]);

  const apply = async (wish: Wish): Promise<ChangeRecord | undefined> => {
    const changes = preview === undefined ? undefined : changesOf(preview, values);
    if (changes === undefined) return undefined;
    const body = {
      changes,
      because: oneLine(wish.because),
      ...(wish.adviceId === undefined ? {} : { adviceId: wish.adviceId }),
      ...(wish.confirmWithinSeconds === undefined ? {} : { confirmWithinSeconds: wish.confirmWithinSeconds }),
      ...(wish.acceptRisk ? { acceptRisk: true } : {}),
    };
    const text = JSON.stringify(body);
    if (sent.current.wish !== text) sent.current = { wish: text, key: newKey() };
    setBusy(true);
    setTrouble(undefined);
    setMoved([]);
    const address = hostAddress(hostId, '/changes');
    const answer = await askOnce<{ readonly change: ChangeRecord }>(address, body, sent.current.key);
    setBusy(false);
    if (answer.ok && answer.body.change.state !== 'refused') return answer.body.change;
    // Refused for good: the next try is another request.
    if (answer.ok || answer.refusal.code !== 'unreachable') sent.current = { wish: '', key: '' };
    setTrouble(answer.ok ? { code: 'refused', message: answer.body.change.problem ?? '' } : answer.refusal);
    if (answer.ok || answer.refusal.code === 'conflict') await look();
    return undefined;
  };

  return {
    preview,
    values,
    setValue: (key: string, value: string) => setValues((before) => ({ ...before, [key]: value })),
    trouble,
    moved,
    isBusy,
    look: () => {
      setTrouble(undefined);
      void look();
    },
    apply,
  };
};
