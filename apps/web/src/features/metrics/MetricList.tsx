'use client';
import { type AnyMetric, LAYERS, SOURCES, type SourceId } from '@netstrata/metrics';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useTranslations } from 'next-intl';
import { memo, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { CHOICE } from '../../components/choice.ts';
import { SearchField } from '../../components/SearchField.tsx';
import { Select } from '../../components/Select.tsx';
import { useMetricWords } from '../catalogue/useMetricWords.ts';
import { findMetrics } from './findMetrics.ts';
import styles from './Metrics.module.css';
import type { MetricsAddress } from './metricsAddress.ts';

interface ItemProps {
  readonly metric: AnyMetric;
  readonly title: string;
  readonly chosen: boolean;
  readonly at: number;
  readonly of: number;
  /** Where in the list, pixels from its begin. */
  readonly top: number;
  readonly onChoose: (metric: string) => void;
}

const Item = memo(({ metric, title, chosen, at, of, top, onChoose }: ItemProps) => (
  <li aria-posinset={at + 1} aria-setsize={of} className={styles['item']} style={{ transform: `translateY(${top}px)` }}>
    <button
      type="button"
      aria-current={chosen}
      onClick={() => onChoose(metric.id)}
      className={`${CHOICE} px-3 py-[0.3125rem]`}
    >
      <span className="block truncate text-sm">{title}</span>
      <code className="block truncate font-mono text-2xs text-faint">{metric.id}</code>
    </button>
  </li>
));
Item.displayName = 'MetricListItem';

interface MetricListProps {
  readonly address: MetricsAddress;
  readonly change: (parts: Partial<MetricsAddress>, how?: 'step' | 'quietly') => void;
  readonly onChoose: (metric: string) => void;
}

/** Of an item, in the letters of the page, as the style says. */
const ITEM_REM = 2.75;
const itemPx = (): number => ITEM_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
const SOURCE_IDS = Object.keys(SOURCES) as readonly SourceId[];

/** The catalogue of metrics, to search and to choose from. */
export const MetricList = ({ address, change, onChoose }: MetricListProps) => {
  const t = useTranslations('metrics');
  const wordsOf = useMetricWords();
  const [typed, setTyped] = useState(address.search);
  // Back and links change the address too.
  useEffect(() => setTyped(address.search), [address.search]);
  const search = useDeferredValue(address.search);
  const { layer, source } = address;
  const found = useMemo(() => findMetrics({ search, layer, source }, wordsOf), [search, layer, source, wordsOf]);
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroll.current,
    estimateSize: itemPx,
    getItemKey: (at) => found[at]?.id ?? at,
    overscan: 6,
    // A link that names a metric shows it; later the reader scrolls.
    initialOffset: () => Math.max(0, found.findIndex(({ id }) => id === address.metric) - 4) * itemPx(),
  });
  // Letters grow with the window.
  useEffect(() => {
    const again = () => virtual.measure();
    window.addEventListener('resize', again);
    return () => window.removeEventListener('resize', again);
  }, [virtual]);
  return (
    <>
      <div className="space-y-2 border-line border-b p-3">
        <SearchField
          label={t('search')}
          value={typed}
          className=""
          onType={(search) => {
            setTyped(search);
            change({ search }, 'quietly');
          }}
        />
        <div className="flex flex-wrap items-center gap-2">
          <Select
            label={t('layer')}
            quiet
            value={layer ?? ''}
            onChange={({ target }) => change({ layer: LAYERS.find((each) => each === target.value) })}
            options={[
              { value: '', text: t('allLayers') },
              ...LAYERS.map((each) => ({ value: each, text: t(`layers.${each}`) })),
            ]}
          />
          <Select
            label={t('source')}
            quiet
            value={source ?? ''}
            onChange={({ target }) => change({ source: SOURCE_IDS.find((each) => each === target.value) })}
            options={[
              { value: '', text: t('allSources') },
              ...SOURCE_IDS.map((each) => ({ value: each, text: SOURCES[each].path })),
            ]}
            className="min-w-0 max-w-44 [&>select]:max-w-full"
          />
        </div>
        <p role="status" className="text-faint text-xs tabular-nums">
          {t('count', { count: found.length })}
        </p>
      </div>
      <div ref={scroll} className={styles['scroll']}>
        <ul aria-label={t('title')} className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const metric = found[index];
            return metric === undefined ? null : (
              <Item
                key={key}
                metric={metric}
                title={wordsOf(metric).title}
                chosen={metric.id === address.metric}
                at={index}
                of={found.length}
                top={start}
                onChoose={onChoose}
              />
            );
          })}
        </ul>
      </div>
      {found.length === 0 && <p className="px-4 py-6 text-soft text-sm">{t('none')}</p>}
    </>
  );
};
