import { describeMetric } from '@netstrata/metrics';
import { usePathname, useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { openAdvice } from '../advice/advice.ts';
import { adviceHref } from '../advice/adviceHref.ts';
import { showAdvice } from '../advice/showAdvice.ts';
import { useStored } from '../api/useStored.ts';
import { useMetricWords } from '../catalogue/useMetricWords.ts';
import { useTunableWords } from '../catalogue/useTunableWords.ts';
import { useHost, useView } from '../connection/live.ts';
import { hostOfPath } from '../shell/hostOfPath.ts';
import type { PaletteItem } from './items.ts';

interface KnownRules {
  readonly rules: readonly { readonly id: string; readonly foundBy: string; readonly metrics: readonly string[] }[];
}

/**
 * Advice that is open on the host that is looked at: found by what it says, by the metrics and sysctls that it is about, and by
 * what a person types who only knows what hurts.
 */
export const useAdviceItems = (): readonly PaletteItem[] => {
  const t = useTranslations('advice.severities');
  const hostId = hostOfPath(usePathname());
  const { push } = useRouter();
  useView(useMemo(() => ({ view: 'stack', hostId }) as const, [hostId]));
  const advice = useHost(hostId, (host) => host.advice);
  const open = useMemo(() => openAdvice(advice ?? []), [advice]);
  const { body } = useStored<KnownRules>(open.length === 0 ? undefined : '/api/v1/rules');
  const metricWords = useMetricWords();
  const { wordsOfName } = useTunableWords();
  return useMemo(
    () =>
      open.map(({ id, rule, severity, title, where, why, evidence, changes }) => {
        const known = body?.rules.find((each) => each.id === rule);
        const metrics = [...(known?.metrics ?? []), ...evidence.map(({ metric }) => metric)];
        const words = [
          rule,
          why,
          known?.foundBy,
          ...metrics.flatMap((metric) => [metric, metricWords(describeMetric(metric)).title]),
          ...changes.flatMap(({ tunable }) => [tunable, wordsOfName(tunable)?.title]),
        ];
        return {
          id: `advice ${id}`,
          title,
          detail: where === '' ? t(severity) : `${t(severity)} · ${where}`,
          words: words.join('\n'),
          // Until the palette is closed, it keeps the focus.
          run: () =>
            void setTimeout(() => {
              if (!showAdvice(id)) push(adviceHref(hostId, id));
            }),
        };
      }),
    [open, body, metricWords, wordsOfName, hostId, push, t],
  );
};
