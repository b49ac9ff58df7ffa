import type { Roots, Source } from './Source.ts';
import { SOURCE_OPENERS } from './sources/index.ts';
import type { KernelSourceId, KernelSourceRows } from './types.ts';

export type KernelSources = { readonly [Id in KernelSourceId]: Source<KernelSourceRows[Id]> };

export interface Kernel {
  /** Every source by its id; a file that this kernel lacks shows as `not-found` when it is read. */
  readonly sources: KernelSources;
  /** Gives all descriptors back. */
  readonly close: () => void;
}

/** The readers of one kernel. They open their files at the first read and keep them open until `close`. */
export function openKernel(options: Partial<Roots> = {}): Kernel {
  const { procRoot = '/proc', sysRoot = '/sys', calls } = options;
  const roots: Roots = { procRoot, sysRoot, calls };
  const ids = Object.keys(SOURCE_OPENERS) as KernelSourceId[];
  const sources = Object.fromEntries(ids.map((id) => [id, SOURCE_OPENERS[id](roots)])) as unknown as KernelSources;
  return {
    sources,
    close: () => {
      for (const id of ids) sources[id].close();
    },
  };
}
