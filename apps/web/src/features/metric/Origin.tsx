import { metric as knownMetric, type MetricDescription, SOURCES } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BreakAtDots } from '../../components/BreakAtDots.tsx';
import { useMetricWords } from '../catalogue/useMetricWords.ts';

const Row = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt className="text-faint">{name}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </>
);

interface OriginProps {
  readonly metric: MetricDescription;
  /** What the limit is now, where it is a sysctl. */
  readonly limit: string | undefined;
}

/** Where in the kernel a number comes from, and what limits it. */
export const Origin = ({ metric, limit }: OriginProps) => {
  const t = useTranslations('metric');
  const words = useMetricWords();
  const path = metric.source === undefined ? undefined : SOURCES[metric.source].path;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-xs">
      {path !== undefined && (
        <Row name={t('source')}>
          <code className="font-mono">{path}</code>
        </Row>
      )}
      <Row name={t('name')}>
        <code className="font-mono">{metric.kernelName}</code>
        <span className="text-faint"> · {t(`kinds.${metric.kind}`)}</span>
      </Row>
      {metric.fills !== undefined && (
        <Row name={t('limit')}>
          {knownMetric(metric.fills) !== undefined && <span className="mr-2">{words(metric.fills).title}</span>}
          <code className="font-mono">
            <BreakAtDots text={metric.fills} />
          </code>
          {limit !== undefined && <span className="font-mono text-soft"> = {limit}</span>}
        </Row>
      )}
      <Row name={t('id')}>
        <code className="font-mono">
          <BreakAtDots text={metric.id} />
        </code>
      </Row>
    </dl>
  );
};
