import type Database from 'better-sqlite3';
import type { Compacted } from '../types.ts';
import { prepareForget } from './forget.ts';
import { prepareHostClocks } from './hostClocks.ts';
import { preparePack } from './pack.ts';
import { prepareRetain, type Retention } from './retain.ts';
import { prepareRollUp } from './rollUp.ts';
import { prepareTidyFile } from './tidyFile.ts';
import { timeLimit } from './timeLimit.ts';

/** How long one call may take of each, beyond the step it is in: ticks that arrive meanwhile wait for it. */
const LIMIT_MS = { pack: 50, rollUp: 50, retain: 30 } as const;

/** Gives the housekeeping of the store, a bounded part a call. */
export const prepareCompact = (database: Database.Database, path: string, retention: Retention) => {
  const hostClocks = prepareHostClocks(database);
  const pack = preparePack(database);
  const rollUp = prepareRollUp(database);
  const retain = prepareRetain(database, retention);
  const forget = prepareForget(database, retention.hourMs);
  const tidyFile = prepareTidyFile(database, path);
  return (nowMs: number): Compacted => {
    const clocks = hostClocks(nowMs);
    const packed = pack(clocks, timeLimit(LIMIT_MS.pack));
    const rolledUp = rollUp(clocks, timeLimit(LIMIT_MS.rollUp));
    const droppedBlocks = retain(clocks, timeLimit(LIMIT_MS.retain));
    forget(nowMs, clocks);
    tidyFile();
    return {
      packedTicks: packed.ticks,
      droppedBlocks,
      damaged: packed.damaged + rolledUp.damaged,
      more: packed.more || rolledUp.more,
    };
  };
};
