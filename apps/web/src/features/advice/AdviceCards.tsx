'use client';
import type { Advice } from '@netstrata/advisor/types';
import type { FormatOptions, Labels } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useRef } from 'react';
import { useFocusHeir } from '../../components/useFocusHeir.ts';
import { useParam } from '../address/useParam.ts';
import styles from './Advice.module.css';
import { AdviceCard } from './AdviceCard.tsx';
import { openAdvice } from './advice.ts';
import { SetAsideList } from './SetAsideList.tsx';
import { showAdvice } from './showAdvice.ts';

interface AdviceCardsProps {
  readonly hostId: string;
  readonly advice: readonly Advice[];
  readonly options: FormatOptions;
  readonly onOpenMetric: (metric: string, labels?: Labels) => void;
}

/** Everything that is open on a host, what is most urgent first, and below it what was set aside. */
export default function AdviceCards({ hostId, advice, options, onOpenMetric }: AdviceCardsProps) {
  const t = useTranslations('advice');
  const cards = useMemo(() => openAdvice(advice), [advice]);
  const aside = useMemo(() => advice.filter(({ mark }) => mark !== undefined), [advice]);
  // The card that the address names, once it is there.
  const [named] = useParam('advice');
  const isThere = cards.some(({ id }) => id === named);
  useEffect(() => {
    if (named !== undefined && isThere) showAdvice(named);
  }, [named, isThere]);
  const frame = useRef<HTMLDivElement>(null);
  useFocusHeir(frame, frame);
  return (
    <div ref={frame} tabIndex={-1} className="-outline-offset-2">
      {cards.length === 0 && <p className="px-4 py-4 text-sm text-soft">{t('allSetAside')}</p>}
      <div className={styles['list']}>
        {cards.map((card) => (
          <AdviceCard key={card.id} hostId={hostId} advice={card} options={options} onOpenMetric={onOpenMetric} />
        ))}
      </div>
      {aside.length > 0 && <SetAsideList hostId={hostId} advice={aside} />}
    </div>
  );
}
