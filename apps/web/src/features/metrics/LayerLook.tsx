'use client';
import type { Layer } from '@netstrata/metrics';
import { useMemo } from 'react';
import { useView } from '../connection/live.ts';

/** Has the host tell every metric of a layer while it is there. */
export const LayerLook = ({ hostId, layer }: { readonly hostId: string; readonly layer: Layer }) => {
  useView(useMemo(() => ({ view: 'layer', hostId, layer }) as const, [hostId, layer]));
  return null;
};
