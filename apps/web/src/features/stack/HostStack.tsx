'use client';
import { useContext } from 'react';
import { useHost } from '../connection/live.ts';
import { PastContext } from './PastContext.ts';
import { Stack, type StackProps } from './Stack.tsx';
import { StackSkeleton } from './StackSkeleton.tsx';

/** The picture of a host as it is, or was. */
export const HostStack = ({ live, ...rest }: Omit<StackProps, 'layers'>) => {
  const past = useContext(PastContext);
  const now = useHost(rest.hostId, ({ update }) => update?.stack.layers);
  const layers = past?.stack.layers ?? now;
  return layers === undefined ? (
    <StackSkeleton />
  ) : (
    <Stack {...rest} layers={layers} live={live && past === undefined} />
  );
};
