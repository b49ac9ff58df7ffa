import { OneAtATime } from '../OneAtATime.ts';
import type { Source } from '../Source.ts';

/** How long a host without any is not asked again: drivers seldom learn to count, and asking costs what it always does. */
const REST_MS = 60_000;

/** A source of rows that most hosts do not have. Reads run one at a time. */
export function restingSource<Row>(path: string, readRows: () => Promise<readonly Row[]>): Source<readonly Row[]> {
  const turn = new OneAtATime(path);
  let restsUntil = Number.NEGATIVE_INFINITY;
  return {
    path,
    read: async (timeoutMs) => {
      if (performance.now() < restsUntil) return [];
      const rows = await turn.run(timeoutMs, readRows);
      if (rows.length === 0) restsUntil = performance.now() + REST_MS;
      return rows;
    },
    close: () => {},
  };
}
