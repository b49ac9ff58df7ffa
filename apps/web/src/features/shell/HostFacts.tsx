'use client';
import type { HostFacts as Facts } from '@netstrata/metrics';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

interface HostFactsProps {
  readonly facts: Facts | undefined;
  /** What it is called where nothing is known of it. */
  readonly name?: string | undefined;
  /** Beside the name: the way to other hosts. */
  readonly children?: ReactNode;
}

/** Which machine this is. */
export const HostFacts = ({ facts, name = facts?.hostname, children }: HostFactsProps) => {
  const t = useTranslations('shell');
  if (name === undefined) return children;
  return (
    <div className="flex min-w-0 items-center gap-x-2 max-sm:flex-1 max-sm:gap-x-0 sm:flex-wrap">
      <h1 className="truncate font-semibold text-lg tracking-tight max-sm:line-clamp-2 max-sm:whitespace-normal max-sm:break-all max-sm:text-base max-sm:leading-5">
        {name}
      </h1>
      {children}
      {facts !== undefined && (
        <span className="truncate text-faint text-xs max-md:hidden">
          {t('facts', { kernel: facts.kernelRelease, arch: facts.arch, cpus: facts.cpuCount })}
        </span>
      )}
    </div>
  );
};
