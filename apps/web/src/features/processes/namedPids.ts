import type { Advice } from '@netstrata/advisor/types';

/** The processes that advice names: rules do so by their number, in every language. */
export const namedPids = ({ where, why, title }: Pick<Advice, 'where' | 'why' | 'title'>): ReadonlySet<number> =>
  new Set(Array.from([where, why, title].join('\n').matchAll(/\bpid (\d+)\b/g), ([, pid]) => Number(pid)));
