'use client';
import { formatAge } from '@netstrata/metrics';
import type { HostSummary } from '@netstrata/protocol/types';
import { useLocale } from 'next-intl';
import { useClocked, useLive, useView, useWatched } from '../connection/live.ts';

const VIEW = { view: 'hosts' } as const;

/** Every host with its states, live while the component is mounted; undefined until the server has told them. */
export const useHosts = (): readonly HostSummary[] | undefined => {
  useView(VIEW);
  return useLive((state) => state.summaries);
};

/** The same for what acts in a tab that nobody sees. */
export const useWatchedHosts = (): readonly HostSummary[] | undefined => {
  useView(VIEW);
  return useWatched((state) => state.summaries);
};

/** How old a host's newest sample is, in words; undefined before the first. */
export const useHostAge = ({ lastSampleMs }: Pick<HostSummary, 'lastSampleMs'>): string | undefined => {
  const locale = useLocale();
  return useClocked((state, nowMs) =>
    lastSampleMs === null ? undefined : formatAge(Math.max(0, nowMs + state.clockOffsetMs - lastSampleMs), locale),
  );
};
