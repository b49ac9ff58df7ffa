'use client';
import type { FormatOptions, Layer } from '@netstrata/metrics';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { Tabs } from 'radix-ui';
import { Segmented } from '../../components/Segmented.tsx';
import { Sheet } from '../../components/Sheet.tsx';
import { StateBadge } from '../../components/State.tsx';
import { useHost } from '../connection/live.ts';
import styles from './Layer.module.css';
import { LayerMetrics } from './LayerMetrics.tsx';
import { LAYER_DETAILS } from './layerDetails.ts';

/** The whole chart library, only for those who look closer. */
const LayerChart = dynamic(() => import('./LayerChart.tsx'), { ssr: false });

const METRICS_TAB = 'metrics';

interface LayerSheetProps {
  readonly hostId: string;
  readonly layer: Layer;
  /** The table shown instead of the metrics. */
  readonly table: string | undefined;
  readonly options: FormatOptions;
  readonly onMetric: (metric: string) => void;
  readonly onTable: (table: string | undefined) => void;
  readonly onClose: () => void;
}

/** Everything measured in one layer, beside the stack. */
const LayerSheet = ({ hostId, layer, table, options, onMetric, onTable, onClose }: LayerSheetProps) => {
  const t = useTranslations();
  const name = t(`layers.names.${layer}`);
  const model = useHost(hostId, (host) => host.update?.stack.layers.find((each) => each.layer === layer));
  const details = LAYER_DETAILS[layer];
  const shown = details.find(({ id }) => id === table)?.id ?? METRICS_TAB;
  const tabs = [
    { value: METRICS_TAB, text: t('layer.metrics') },
    ...details.map(({ id }) => ({ value: id, text: t(`layer.tables.${id}`) })),
  ];
  return (
    <Sheet
      onClose={onClose}
      title={
        <span className="flex items-center gap-2">
          {name}
          {model !== undefined && <StateBadge state={model.state} />}
        </span>
      }
      description={model?.reason ?? t(`layers.about.${layer}`)}
    >
      <Tabs.Root
        value={shown}
        onValueChange={(value) => onTable(value === METRICS_TAB ? undefined : value)}
        className="flex min-h-0 flex-1 flex-col"
      >
        {details.length > 0 && (
          <div className="border-line border-b px-5 py-2">
            <Segmented label={t('layer.tabs', { layer: name })} options={tabs} />
          </div>
        )}
        <Tabs.Content value={METRICS_TAB} tabIndex={-1} className={styles['tab']}>
          <LayerMetrics key={layer} hostId={hostId} layer={layer} options={options} onMetric={onMetric}>
            {model !== undefined && (
              <div className="min-h-56">
                <LayerChart hostId={hostId} model={model} options={options} />
              </div>
            )}
          </LayerMetrics>
        </Tabs.Content>
        {details.map(({ id, Panel }) => (
          <Tabs.Content key={id} value={id} tabIndex={-1} className={styles['tab']}>
            <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-8">
              <Panel hostId={hostId} />
            </div>
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </Sheet>
  );
};

export default LayerSheet;
