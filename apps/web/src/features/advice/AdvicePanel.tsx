'use client';
import { type FormatOptions, LAYERS, type Labels } from '@netstrata/metrics';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { CalmIcon, ChevronIcon, ClockIcon } from '../../components/icons.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useHost } from '../connection/live.ts';
import { AdviceHistory } from './AdviceHistory.tsx';
import { useQuiet } from './useQuiet.ts';

/** Loaded when there is advice: most hosts have none most of the time. */
const AdviceCards = dynamic(() => import('./AdviceCards.tsx'), { ssr: false });

interface AdvicePanelProps {
  readonly hostId: string;
  readonly options: FormatOptions;
  readonly onOpenMetric: (metric: string, labels?: Labels) => void;
}

/** What the rules say about this host now. */
export const AdvicePanel = memo(({ hostId, options, onOpenMetric }: AdvicePanelProps) => {
  const t = useTranslations('advice');
  const advice = useHost(hostId, (host) => host.advice);
  const open = (advice ?? []).filter(({ mark }) => mark === undefined).length;
  const count = open > 0 && <span className="text-faint text-sm">{t('count', { count: open })}</span>;
  return (
    <Panel id="advice" title={t('title')} aside={count} className="overflow-hidden">
      {advice === undefined && <p className="px-4 py-4 text-faint text-sm">{t('waiting')}</p>}
      {advice?.length === 0 && <Quiet hostId={hostId} />}
      {advice !== undefined && advice.length > 0 && (
        <AdviceCards hostId={hostId} advice={advice} options={options} onOpenMetric={onOpenMetric} />
      )}
      <AdviceHistory hostId={hostId} />
    </Panel>
  );
});
AdvicePanel.displayName = 'AdvicePanel';

const Quiet = ({ hostId }: { readonly hostId: string }) => {
  const t = useTranslations();
  const quiet = useQuiet(hostId);
  return (
    <div className="px-4 py-3">
      <p className={`flex items-center gap-2 font-medium ${quiet === 'quiet' ? 'text-calm-ink' : 'text-soft'}`}>
        {quiet === 'quiet' ? <CalmIcon /> : <ClockIcon />}
        {t(`advice.${quiet}`)}
      </p>
      <p className="mt-1 text-pretty text-sm text-soft">{t(`advice.${quiet}Why`)}</p>
      <details className="group mt-2">
        <summary className="flex cursor-pointer list-none items-center gap-1 rounded text-faint text-xs hover:text-ink max-sm:min-h-11">
          <ChevronIcon className="size-3 transition-transform group-open:rotate-90" />
          {t('advice.watchedTitle')}
        </summary>
        <dl className="mt-2 space-y-2 text-sm">
          {LAYERS.map((layer) => (
            <div key={layer} className="border-line border-l-2 pl-3">
              <dt className="font-medium">{t(`layers.names.${layer}`)}</dt>
              <dd className="text-pretty text-soft">{t(`advice.watched.${layer}`)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
};
