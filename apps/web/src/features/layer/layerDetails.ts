import type { Layer } from '@netstrata/metrics';
import dynamic from 'next/dynamic';
import type { ComponentType } from 'react';
import type { Messages } from '../../locale/messages.ts';

interface LayerDetail {
  /** As in the address and in the messages. */
  readonly id: keyof Messages['layer']['tables'];
  readonly Panel: ComponentType<{ readonly hostId: string }>;
}

/** Tables of a layer, each a tab beside its metrics: loaded, and made by the host, when it is opened. */
export const LAYER_DETAILS: Readonly<Record<Layer, readonly LayerDetail[]>> = {
  application: [],
  socket: [
    {
      id: 'bufferEvents',
      Panel: dynamic(() => import('../drops/BufferEventsPanel.tsx'), { ssr: false }),
    },
  ],
  transport: [
    {
      id: 'distributions',
      Panel: dynamic(() => import('../distributions/DistributionsPanel.tsx'), { ssr: false }),
    },
    { id: 'ports', Panel: dynamic(() => import('../ports/PortsPanel.tsx'), { ssr: false }) },
    {
      id: 'retransmits',
      Panel: dynamic(() => import('../drops/RetransmitsPanel.tsx'), { ssr: false }),
    },
  ],
  network: [
    {
      id: 'network',
      Panel: dynamic(() => import('../network/NetworkPanel.tsx'), { ssr: false }),
    },
    {
      id: 'namespaces',
      Panel: dynamic(() => import('../namespaces/NamespacesPanel.tsx'), { ssr: false }),
    },
    {
      id: 'drops',
      Panel: dynamic(() => import('../drops/DropsPanel.tsx'), { ssr: false }),
    },
  ],
  link: [],
};
