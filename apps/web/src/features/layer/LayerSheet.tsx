'use client';
import type { FormatOptions, Layer } from '@netstrata/metrics';
import dynamic from 'next/dynamic';
import { Sheet } from '../../components/Sheet.tsx';
import { StateBadge } from '../../components/State.tsx';
import { useHost } from '../connection/live.ts';
import { LAYER_ABOUT, LAYER_NAMES } from '../stack/text.ts';
import { LAYER_TEXT } from './text.ts';

/** Brings the whole catalogue with its help texts, so it is loaded when the first layer is opened. */
const LayerMetrics = dynamic(() => import('./LayerMetrics.tsx'), {
  ssr: false,
  loading: () => <p className="px-5 py-6 text-faint">{LAYER_TEXT.waiting}</p>,
});

interface LayerSheetProps {
  readonly hostId: string;
  readonly layer: Layer | undefined;
  readonly metric: string | undefined;
  readonly options: FormatOptions;
  readonly onMetric: (metric: string | undefined) => void;
  readonly onClose: () => void;
}

/** Everything measured in one layer, beside the stack. */
export const LayerSheet = ({ hostId, layer, metric, options, onMetric, onClose }: LayerSheetProps) => {
  const model = useHost(hostId, (host) => host.update?.stack.layers.find((each) => each.layer === layer));
  if (layer === undefined) return null;
  return (
    <Sheet
      open
      onClose={onClose}
      title={
        <span className="flex items-center gap-2">
          {LAYER_NAMES[layer]}
          {model !== undefined && <StateBadge state={model.state} />}
        </span>
      }
      description={model?.reason ?? LAYER_ABOUT[layer]}
    >
      <LayerMetrics key={layer} hostId={hostId} layer={layer} metric={metric} options={options} onMetric={onMetric} />
    </Sheet>
  );
};
