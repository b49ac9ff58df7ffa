import type { SocketRow } from '@netstrata/metrics';

/** The program that holds a socket, with its number where it is known. */
export function whoOf({ process, pid }: Pick<SocketRow, 'process' | 'pid'>): string {
  if (process === undefined) return 'a program (its name is not visible to the agent)';
  return pid === undefined ? process : `${process} (pid ${pid})`;
}
