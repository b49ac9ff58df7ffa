import type { RowOwner } from '../toSocketRow.ts';
import type { SocketSnapshot } from './SocketSnapshot.ts';
import { type SortKey, sortKeyOf } from './sortKeys.ts';

export interface OrderRequest {
  readonly snapshot: SocketSnapshot;
  /** Those that match, by their numbers in the snapshot; put in order in place. */
  readonly matched: Uint32Array;
  readonly sort: string;
  readonly ascending: boolean;
  readonly ownerOf: (inode: number) => RowOwner | undefined;
}

/**
 * The first comes first; unknown last, whichever way. Of equal ones those that only wait to be forgotten come last, the others in the order
 * in which they were made.
 */
export function orderSockets({ snapshot, matched, sort, ascending, ownerOf }: OrderRequest): Uint32Array {
  const key = sortKeyOf(sort);
  if (key === undefined) return matched;
  const scores = scoresOf(snapshot, { matched, key, ownerOf });
  const sign = ascending ? -1 : 1;
  for (const index of matched) {
    const score = scores[index] as number;
    scores[index] = Number.isNaN(score) ? Number.NEGATIVE_INFINITY : sign * score;
  }
  const isOver = timeWaits(snapshot, matched);
  // Of two that are unknown the difference is NaN.
  return matched.sort(
    (a, b) =>
      (scores[b] as number) - (scores[a] as number) ||
      (isOver[a] as number) - (isOver[b] as number) ||
      snapshot.orderOf(a) - snapshot.orderOf(b),
  );
}

/** 1 at the number of each that is in TIME-WAIT. */
function timeWaits(snapshot: SocketSnapshot, matched: Uint32Array): Uint8Array {
  const found = new Uint8Array(snapshot.length);
  for (const index of matched)
    if (index < snapshot.inetLength && snapshot.viewAt(index).state === 'time-wait') found[index] = 1;
  return found;
}

function scoresOf(
  snapshot: SocketSnapshot,
  { matched, key, ownerOf }: Pick<OrderRequest, 'matched' | 'ownerOf'> & { readonly key: SortKey },
): Float64Array {
  const scores = new Float64Array(snapshot.length);
  const { inetLength } = snapshot;
  const texts: string[] = [];
  for (const index of matched) {
    if (index < inetLength) {
      const view = snapshot.viewAt(index);
      const owner = ownerOf(view.cursor.inode);
      if (key.kind === 'number') scores[index] = key.inet(view, owner);
      else texts.push(key.inet(view, owner));
    } else {
      const row = snapshot.otherAt(index);
      const owner = ownerOf(row.inode);
      if (key.kind === 'number') scores[index] = key.other(row, owner);
      else texts.push(key.other(row, owner));
    }
  }
  if (key.kind === 'text') {
    const ranks = new Map([...new Set(texts)].sort().map((text, rank) => [text, rank] as const));
    for (const [at, index] of matched.entries()) {
      const text = texts[at] as string;
      scores[index] = text === '' ? Number.NaN : (ranks.get(text) as number);
    }
  }
  return scores;
}
