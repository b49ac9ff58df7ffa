'use client';
import { type ReactNode, useMemo } from 'react';
import { mostUrgent } from '../advice/advice.ts';
import { useHost } from '../connection/live.ts';
import type { Past } from './PastContext.ts';
import { Verdict, VerdictSkeleton } from './Verdict.tsx';

interface HostVerdictProps {
  readonly hostId: string;
  /** What is shown in place of the present. */
  readonly past: Past | undefined;
  /** True when the newest numbers are old. */
  readonly stale: boolean;
  readonly children: ReactNode;
}

/** The verdict on a host as it is, or was. */
export const HostVerdict = ({ hostId, past, stale, children }: HostVerdictProps) => {
  const live = useHost(hostId, ({ update }) => update?.stack.layers);
  const bottleneck = useHost(hostId, ({ update }) => update?.bottleneck);
  const advice = useHost(hostId, (host) => host.advice);
  const advised = useMemo(() => mostUrgent({ advice }), [advice]);
  if (live === undefined) return <VerdictSkeleton />;
  const isPast = stale || past !== undefined;
  return (
    <Verdict
      layers={past?.stack.layers ?? live}
      bottleneck={isPast ? undefined : bottleneck}
      advised={isPast ? undefined : advised}
      past={isPast}
    >
      {children}
    </Verdict>
  );
};
