import { existsSync, statSync } from 'node:fs';
import { prepareAppend } from './append.ts';
import { preparePack } from './compact/pack.ts';
import { prepareRetain, type Retention } from './compact/retain.ts';
import { prepareRollUp } from './compact/rollUpHours.ts';
import { prepareQuery } from './history/query.ts';
import { prepareHosts } from './hosts.ts';
import { openDatabase } from './openDatabase.ts';
import { DAY_MS } from './tiers.ts';
import type { Store } from './types.ts';

const RETENTION: Retention = { rawMs: DAY_MS, minuteMs: 30 * DAY_MS, hourMs: 366 * DAY_MS, maxBytes: 4 * 1024 ** 3 };
/** Windows packed, and hours summed up, in one call of compact: some tens of milliseconds. */
const STEPS_A_CALL = 20;

/**
 * Opens the history of a data folder.
 * @param path a file, made when missing; `:memory:` for a store that ends with the process
 * @throws StoreError with one sentence that says what to do
 */
export const openStore = (path: string, retention: Partial<Retention> = {}): Store => {
  const database = openDatabase(path);
  const pack = preparePack(database);
  const rollUp = prepareRollUp(database);
  const retain = prepareRetain(database, { ...RETENTION, ...retention });
  const query = prepareQuery(database);
  return {
    ...prepareHosts(database),
    appendTicks: prepareAppend(database),
    query: (request) => query.deferred(request),
    compact: (nowMs) => {
      const packedTicks = pack(nowMs, STEPS_A_CALL);
      rollUp(nowMs, STEPS_A_CALL);
      return { packedTicks, droppedBlocks: retain(nowMs) };
    },
    sizeBytes: () => [path, `${path}-wal`].filter(existsSync).reduce((sum, file) => sum + statSync(file).size, 0),
    close: () => database.close(),
  };
};
