'use client';
import type { FormatOptions } from '@netstrata/metrics';
import { useMemo } from 'react';
import { CalmIcon } from '../../components/icons.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useHost } from '../connection/live.ts';
import styles from './Advice.module.css';
import { AdviceCard } from './AdviceCard.tsx';
import { AdviceHistory } from './AdviceHistory.tsx';
import { byUrgency } from './advice.ts';
import { SetAsideList } from './SetAsideList.tsx';
import { ADVICE_TEXT } from './text.ts';

interface AdvicePanelProps {
  readonly hostId: string;
  readonly options: FormatOptions;
  readonly onOpenMetric: (metric: string) => void;
}

/** What the rules say about this host now. */
export const AdvicePanel = ({ hostId, options, onOpenMetric }: AdvicePanelProps) => {
  const advice = useHost(hostId, (host) => host.advice);
  const cards = useMemo(() => byUrgency((advice ?? []).filter(({ mark }) => mark === undefined)), [advice]);
  const aside = useMemo(() => (advice ?? []).filter(({ mark }) => mark !== undefined), [advice]);
  const count = cards.length > 0 && <span className="text-faint text-sm">{ADVICE_TEXT.count(cards.length)}</span>;
  return (
    <Panel id="advice" title={ADVICE_TEXT.title} aside={count} className="overflow-hidden">
      {advice === undefined && <p className="px-4 py-4 text-faint text-sm">{ADVICE_TEXT.waiting}</p>}
      {advice?.length === 0 && <Quiet />}
      {cards.length === 0 && aside.length > 0 && (
        <p className="px-4 py-4 text-sm text-soft">{ADVICE_TEXT.allSetAside}</p>
      )}
      <div className={styles['list']}>
        {cards.map((card) => (
          <AdviceCard key={card.id} hostId={hostId} advice={card} options={options} onOpenMetric={onOpenMetric} />
        ))}
      </div>
      {aside.length > 0 && <SetAsideList hostId={hostId} advice={aside} />}
      <AdviceHistory hostId={hostId} />
    </Panel>
  );
};

const Quiet = () => (
  <div className="px-4 py-4">
    <p className="flex items-center gap-2 font-medium text-calm-ink">
      <CalmIcon />
      {ADVICE_TEXT.quiet}
    </p>
    <p className="mt-1.5 text-pretty text-sm text-soft">{ADVICE_TEXT.quietWhy}</p>
    <dl className="mt-3 space-y-2 text-sm">
      {ADVICE_TEXT.watched.map(([what, how]) => (
        <div key={what} className="border-line border-l-2 pl-3">
          <dt className="font-medium">{what}</dt>
          <dd className="text-pretty text-soft">{how}</dd>
        </div>
      ))}
    </dl>
  </div>
);
