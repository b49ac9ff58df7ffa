'use client';
import type { FormatOptions, Layer } from '@netstrata/metrics';
import dynamic from 'next/dynamic';
import { Sheet } from '../../components/Sheet.tsx';
import { StateBadge } from '../../components/State.tsx';
import { useHost } from '../connection/live.ts';
import { LAYER_ABOUT, LAYER_NAMES } from '../stack/text.ts';
import { LayerMetrics } from './LayerMetrics.tsx';
import { LAYER_DETAILS } from './layerDetails.ts';

/** The whole chart library, only for those who look closer. */
const LayerChart = dynamic(() => import('./LayerChart.tsx'), { ssr: false });

interface LayerSheetProps {
  readonly hostId: string;
  readonly layer: Layer;
  /** Unfolded and brought into view. */
  readonly metric: string | undefined;
  readonly options: FormatOptions;
  readonly onMetric: (metric: string | undefined) => void;
  readonly onClose: () => void;
}

/** Everything measured in one layer, beside the stack. */
const LayerSheet = ({ hostId, layer, metric, options, onMetric, onClose }: LayerSheetProps) => {
  const model = useHost(hostId, (host) => host.update?.stack.layers.find((each) => each.layer === layer));
  return (
    <Sheet
      onClose={onClose}
      title={
        <span className="flex items-center gap-2">
          {LAYER_NAMES[layer]}
          {model !== undefined && <StateBadge state={model.state} />}
        </span>
      }
      description={model?.reason ?? LAYER_ABOUT[layer]}
    >
      <LayerMetrics key={layer} hostId={hostId} layer={layer} metric={metric} options={options} onMetric={onMetric}>
        {model !== undefined && (
          <div className="min-h-48">
            <LayerChart hostId={hostId} model={model} options={options} />
          </div>
        )}
        {LAYER_DETAILS[layer].map(({ id, Panel }) => (
          <Panel key={id} hostId={hostId} />
        ))}
      </LayerMetrics>
    </Sheet>
  );
};

export default LayerSheet;
