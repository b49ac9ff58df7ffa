import type { Advice } from '@netstrata/advisor/types';

/** Rules name a process by its number, in every language. */
export const namesProcess = ({ where, why, title }: Pick<Advice, 'where' | 'why' | 'title'>, pid: number): boolean =>
  new RegExp(`\\bpid ${pid}\\b`).test([where, why, title].join('\n'));
