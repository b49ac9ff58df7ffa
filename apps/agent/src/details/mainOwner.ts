import type { RowOwner } from '../sockets/toSocketRow.ts';

interface MainOwner {
  readonly pid?: number;
  readonly process?: string;
}

/** The program that more than half of these have; nothing where none has, an unknown one counted as another. */
export function mainOwner(owners: readonly (RowOwner | undefined)[]): MainOwner {
  const counts = new Map<number, number>();
  for (const owner of owners) {
    if (owner === undefined) continue;
    const count = (counts.get(owner.pid) ?? 0) + 1;
    counts.set(owner.pid, count);
    if (count > owners.length / 2) return { pid: owner.pid, process: owner.name };
  }
  return {};
}
