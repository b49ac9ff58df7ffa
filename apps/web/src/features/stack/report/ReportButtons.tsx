'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useContext } from 'react';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { PrintIcon } from '../../../components/icons.tsx';
import { mostUrgent } from '../../advice/advice.ts';
import { readHost } from '../../connection/live.ts';
import { PastContext } from '../PastContext.ts';
import { verdictOf } from '../verdict.ts';
import { verdictWords } from '../verdictWords.ts';
import { hostReport } from './hostReport.ts';

/** What is shown of a host, for a report of an incident: as Markdown, or on paper. */
export default function ReportButtons({ hostId }: { readonly hostId: string }) {
  const t = useTranslations();
  const socketWords = useTranslations('sockets');
  const locale = useLocale();
  const past = useContext(PastContext);
  const write = (): string => {
    const { update, advice, sockets } = readHost(hostId);
    if (update === undefined) return '';
    const { timeMs, layers } = past?.stack ?? update.stack;
    const isPast = past !== undefined;
    return hostReport(
      {
        facts: update.facts,
        timeMs,
        layers,
        address: window.location.href,
        verdict: verdictWords({ verdict: verdictOf(layers), isPast, advised: mostUrgent({ advice }) }, t).title,
        bottleneck: isPast ? undefined : update.bottleneck,
        advice: isPast ? undefined : (advice ?? []).filter(({ mark }) => mark === undefined),
        sockets: isPast ? undefined : (sockets?.fullest ?? []),
      },
      { t, sockets: socketWords, locale },
    );
  };
  return (
    <>
      <CopyButton text={write} label={t('stack.report.copyAbout')} words={t('stack.report.copy')} />
      <button
        type="button"
        onClick={() => window.print()}
        className="inline-flex items-center gap-1 rounded-md px-1.5 py-1 text-2xs text-soft hover:bg-hover hover:text-ink max-sm:hidden print:hidden"
      >
        <PrintIcon className="size-3.5" />
        {t('stack.report.print')}
      </button>
    </>
  );
}
