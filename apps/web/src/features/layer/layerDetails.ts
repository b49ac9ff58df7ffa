import type { Layer } from '@netstrata/metrics';
import dynamic from 'next/dynamic';
import type { ComponentType } from 'react';

interface LayerDetail {
  /** As in the address. */
  readonly id: string;
  /** On its tab, a word or two. */
  readonly title: string;
  readonly Panel: ComponentType<{ readonly hostId: string }>;
}

/** Tables of a layer, each a tab beside its metrics: loaded, and made by the host, when it is opened. */
export const LAYER_DETAILS: Readonly<Record<Layer, readonly LayerDetail[]>> = {
  application: [
    {
      id: 'churn',
      title: 'Opened and closed',
      Panel: dynamic(() => import('../churn/ChurnPanel.tsx'), { ssr: false }),
    },
    {
      id: 'processes',
      title: 'Processes',
      Panel: dynamic(() => import('../processes/ProcessesPanel.tsx'), { ssr: false }),
    },
  ],
  socket: [
    {
      id: 'bufferEvents',
      title: 'Buffer events',
      Panel: dynamic(() => import('../drops/BufferEventsPanel.tsx'), { ssr: false }),
    },
  ],
  transport: [
    {
      id: 'distributions',
      title: 'Spread',
      Panel: dynamic(() => import('../distributions/DistributionsPanel.tsx'), { ssr: false }),
    },
    { id: 'ports', title: 'Ports', Panel: dynamic(() => import('../ports/PortsPanel.tsx'), { ssr: false }) },
    {
      id: 'retransmits',
      title: 'Retransmissions',
      Panel: dynamic(() => import('../drops/RetransmitsPanel.tsx'), { ssr: false }),
    },
  ],
  network: [
    {
      id: 'network',
      title: 'Routes and neighbours',
      Panel: dynamic(() => import('../network/NetworkPanel.tsx'), { ssr: false }),
    },
    {
      id: 'namespaces',
      title: 'Namespaces',
      Panel: dynamic(() => import('../namespaces/NamespacesPanel.tsx'), { ssr: false }),
    },
    {
      id: 'drops',
      title: 'Drop reasons',
      Panel: dynamic(() => import('../drops/DropsPanel.tsx'), { ssr: false }),
    },
  ],
  link: [
    {
      id: 'interfaces',
      title: 'Interfaces',
      Panel: dynamic(() => import('../interfaces/InterfacesPanel.tsx'), { ssr: false }),
    },
  ],
};
