'use client';
import type { HostFacts as Facts } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

interface HostFactsProps {
  readonly facts: Facts | undefined;
  /** Beside the name: the way to other hosts. */
  readonly children?: ReactNode;
}

/** Which machine this is. */
export const HostFacts = ({ facts, children }: HostFactsProps) => {
  const t = useTranslations('shell');
  if (facts === undefined) return children;
  const { hostname, kernelRelease, arch, cpuCount } = facts;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2">
      <h1 className="truncate font-semibold text-lg tracking-tight">{hostname}</h1>
      {children}
      <span className="truncate text-faint text-xs max-md:hidden">
        {t('facts', { kernel: kernelRelease, arch, cpus: cpuCount })}
      </span>
    </div>
  );
};
