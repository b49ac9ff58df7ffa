'use client';
import type { StackUpdate } from '@netstrata/protocol/types';
import { STACK_TEXT } from './text.ts';

/** Which machine this is. */
export const HostFacts = ({ update }: { readonly update: StackUpdate | undefined }) => {
  if (update === undefined) return null;
  const { hostname, kernelRelease, arch, cpuCount } = update.facts;
  return (
    <div className="flex min-w-0 flex-wrap items-baseline gap-x-2">
      <h1 className="truncate font-medium text-base">{hostname}</h1>
      <span className="truncate text-faint text-xs">{STACK_TEXT.facts(kernelRelease, arch, cpuCount)}</span>
    </div>
  );
};
