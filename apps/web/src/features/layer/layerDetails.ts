import type { Layer } from '@netstrata/metrics';
import dynamic from 'next/dynamic';
import type { ComponentType } from 'react';

interface LayerDetail {
  readonly id: string;
  readonly Panel: ComponentType<{ readonly hostId: string }>;
}

/** Tables of a layer, above its metrics, each loaded when its layer is opened. */
export const LAYER_DETAILS: Readonly<Record<Layer, readonly LayerDetail[]>> = {
  application: [{ id: 'churn', Panel: dynamic(() => import('../churn/ChurnPanel.tsx'), { ssr: false }) }],
  socket: [],
  transport: [
    { id: 'distributions', Panel: dynamic(() => import('../distributions/DistributionsPanel.tsx'), { ssr: false }) },
    { id: 'ports', Panel: dynamic(() => import('../ports/PortsPanel.tsx'), { ssr: false }) },
  ],
  network: [],
  link: [],
};
