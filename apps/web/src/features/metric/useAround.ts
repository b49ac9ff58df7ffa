'use client';
import type { Layer } from '@netstrata/metrics';
import { useLocale } from 'next-intl';
import { useEffect, useState } from 'react';
import { type Answer, ask } from '../api/ask.ts';
import { hostAddress } from '../api/hostAddress.ts';

/** What has to do with a metric, as the API tells it. */
export interface Around {
  readonly tunables: readonly {
    readonly name: string;
    readonly title: string;
    /** Whether it is what limits the metric. */
    readonly limits: boolean;
    readonly value: string | null;
    readonly default: string | null;
  }[];
  readonly rules: readonly {
    readonly id: string;
    readonly layer: Layer;
    readonly title: string;
    readonly symptom: string;
  }[];
}

/** Rules and sysctls around a metric, in the reader's language; undefined until the server has told. */
export const useAround = (hostId: string, metric: string): Answer<Around> | undefined => {
  const wish = JSON.stringify([useLocale(), hostId, metric]);
  const [told, setTold] = useState<{ readonly wish: string; readonly answer: Answer<Around> }>();
  useEffect(() => {
    const stop = new AbortController();
    const [, host = '', id = ''] = JSON.parse(wish) as readonly string[];
    ask<Around>(hostAddress(host, `/metrics/${encodeURIComponent(id)}`), undefined, stop.signal).then(
      (answer) => setTold({ wish, answer }),
      () => undefined,
    );
    return () => stop.abort();
  }, [wish]);
  return told?.wish === wish ? told.answer : undefined;
};
