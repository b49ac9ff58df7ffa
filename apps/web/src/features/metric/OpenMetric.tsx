'use client';
import type { Labels } from '@netstrata/metrics';
import dynamic from 'next/dynamic';
import { useCallback } from 'react';
import { addressQuery, layerOfMetric } from '../address/address.ts';
import { hostHref } from '../address/hostHref.ts';
import { useQuery } from '../address/query.ts';
import { useAddress } from '../address/useAddress.ts';

const MetricSheet = dynamic(() => import('./MetricSheet.tsx'), { ssr: false });

/** The sheet of the metric that the address names, over whatever page of the host. */
export const OpenMetric = ({ hostId }: { readonly hostId: string }) => {
  const now = useQuery();
  const [{ metric, of }, change] = useAddress();
  const onOf = useCallback((labels: Labels) => change({ of: labels }), [change]);
  const onClose = useCallback(() => change({ metric: undefined, layer: undefined }), [change]);
  if (metric === undefined) return null;
  const query = addressQuery(new URLSearchParams(now), {
    layer: layerOfMetric(metric),
    metric: undefined,
    table: undefined,
  });
  return (
    <MetricSheet
      hostId={hostId}
      metric={metric}
      of={of}
      layerHref={`${hostHref(hostId)}?${query}`}
      onOf={onOf}
      onClose={onClose}
    />
  );
};
