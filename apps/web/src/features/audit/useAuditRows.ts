import type { AuditRow } from '@netstrata/protocol/types';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, type Refusal } from '../api/ask.ts';
import { type AuditFilter, auditAddress } from './auditQuery.ts';

const PAGE = 100;
/** A question for each letter that is typed would be a waste. */
const TYPING_MS = 300;

interface Known {
  readonly rows: readonly AuditRow[] | undefined;
  /** Whether there may be older ones. */
  readonly isMore: boolean;
  readonly refusal: Refusal | undefined;
}

type Page = { readonly rows: readonly AuditRow[] };
const NOTHING: Known = { rows: undefined, isMore: false, refusal: undefined };

/** Rows of the audit that fit, a page at a time, the newest first. */
export const useAuditRows = (filter: AuditFilter) => {
  const [known, setKnown] = useState(NOTHING);
  const isFirst = useRef(true);
  const address = auditAddress(filter, { limit: String(PAGE) });
  const look = useCallback(
    (signal?: AbortSignal): Promise<void> =>
      ask<Page>(address, undefined, signal).then(
        (answer) =>
          setKnown((before) =>
            answer.ok
              ? { rows: answer.body.rows, isMore: answer.body.rows.length === PAGE, refusal: undefined }
              : { ...before, refusal: answer.refusal },
          ),
        () => undefined,
      ),
    [address],
  );
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => void look(stop.signal), isFirst.current ? 0 : TYPING_MS);
    isFirst.current = false;
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [look]);
  const older = async (): Promise<void> => {
    const last = known.rows?.at(-1);
    if (last === undefined) return;
    const answer = await ask<Page>(auditAddress(filter, { limit: String(PAGE), before: String(last.seq) }));
    setKnown((before) =>
      answer.ok
        ? {
            rows: [...(before.rows ?? []), ...answer.body.rows],
            isMore: answer.body.rows.length === PAGE,
            refusal: undefined,
          }
        : { ...before, refusal: answer.refusal },
    );
  };
  return { ...known, older, look: () => void look() };
};
