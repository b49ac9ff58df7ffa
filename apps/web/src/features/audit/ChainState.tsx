'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { CopyButton } from '../../components/CopyButton.tsx';
import { CalmIcon, SaturatedIcon, UnknownIcon } from '../../components/icons.tsx';
import { type Answer, ask } from '../api/ask.ts';

interface Verified {
  readonly rows: number;
  readonly brokenAt: number | null;
  readonly head: string;
}

/** Whether the rows still are what was written, computed anew by the server when the page is opened. */
export const ChainState = () => {
  const t = useTranslations('audit.chain');
  const [answer, setAnswer] = useState<Answer<Verified>>();
  useEffect(() => {
    const stop = new AbortController();
    ask<Verified>('/api/v1/audit/verify', undefined, stop.signal).then(setAnswer, () => undefined);
    return () => stop.abort();
  }, []);

  if (answer === undefined) return <p className="text-faint text-sm">{t('looking')}</p>;
  if (!answer.ok)
    return (
      <p className="flex items-center gap-1.5 text-sm text-unknown-ink">
        <UnknownIcon />
        {t('unknown', { why: answer.refusal.message })}
      </p>
    );
  const { rows, brokenAt, head } = answer.body;
  if (brokenAt !== null)
    return (
      <p role="alert" className="flex items-center gap-1.5 font-medium text-saturated-ink text-sm">
        <SaturatedIcon />
        {t('broken', { row: brokenAt })}
      </p>
    );
  return (
    <div className="flex flex-wrap items-center gap-x-2 text-sm" data-chain="intact">
      <span className="flex items-center gap-1.5 font-medium text-calm-ink">
        <CalmIcon />
        {t('intact', { rows })}
      </span>
      <span className="text-faint text-xs" title={t('headHelp')}>
        {t('head')} <code className="font-mono">{head.slice(0, 12)}…</code>
      </span>
      <CopyButton text={head} label={t('headWhat')} />
    </div>
  );
};
