'use client';
import { METRICS } from '@netstrata/metrics';
import { TOOLS, toolOf } from '@netstrata/metrics/tools';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { InfoIcon } from '../../components/icons.tsx';
import { useWallSized } from '../../components/useWallSized.ts';
import styles from './Metrics.module.css';
import { ToolMetrics } from './ToolMetrics.tsx';
import { ToolOutput } from './ToolOutput.tsx';

interface ToolDetailProps {
  readonly hostId: string;
  readonly id: string;
  readonly onMetric: (metric: string) => void;
}

/** A tool: what it would print here, what of it is elsewhere, and every metric that it shows. */
const ToolDetail = ({ hostId, id, onMetric }: ToolDetailProps) => {
  const t = useTranslations('metrics');
  const locale = useLocale();
  const isWide = useWallSized();
  const [folded, setFolded] = useState<boolean>();
  // On a large screen they stand beside what is printed; elsewhere below it, for those who ask.
  const isOpen = folded === undefined ? isWide : !folded;
  const tool = TOOLS.find((each) => each.id === id);
  const metrics = useMemo(() => METRICS.filter(({ commands }) => commands.some((each) => toolOf(each) === id)), [id]);
  if (tool === undefined) return <p className="p-4 text-soft text-sm">{t('noSuchTool', { tool: id })}</p>;
  return (
    <article aria-label={id} className={`p-4 ${styles['tool']}`}>
      <div className="min-w-0 space-y-4">
        <header>
          <h2 className="font-mono font-semibold text-lg">{id}</h2>
          <p className="max-w-[75ch] text-pretty text-soft text-sm">{tool.about[locale]}</p>
        </header>
        {tool.views.map((view) => (
          <ToolOutput key={view.command} hostId={hostId} view={view} about={view.about[locale]} onMetric={onMetric} />
        ))}
        {tool.note !== undefined && (
          <p className="flex max-w-[80ch] items-start gap-2 text-pretty rounded-lg bg-sunken px-3 py-2 text-sm">
            <InfoIcon className="mt-0.5 size-4 text-faint" />
            {tool.note[locale]}
          </p>
        )}
      </div>
      {metrics.length > 0 && (
        <details open={isOpen} className="min-w-0" onToggle={({ currentTarget }) => setFolded(!currentTarget.open)}>
          <summary className="cursor-pointer rounded font-semibold text-sm">
            {t('allShown', { count: metrics.length, tool: id })}
          </summary>
          {isOpen && <ToolMetrics hostId={hostId} tool={id} metrics={metrics} onMetric={onMetric} />}
        </details>
      )}
    </article>
  );
};

export default ToolDetail;
