/**
 * A process that tests start, and kill: appends ticks to the history of argument 1 until seq argument 2 is on disk, and
 * packs every so often when argument 3 is `compact`. It says with which seq it begins, and every seq that is acknowledged.
 */
import { writeSync } from 'node:fs';
import { openStore } from '../openStore.ts';
import { helloOf, SERIES, SESSION } from './hello.ts';
import { LOOP_STEP_MS, loopTick } from './loopTick.ts';

const [path = '', until = '0', mode] = process.argv.slice(2);
const store = openStore(path, { rawMs: 100 * 86_400_000 });
const hello = helloOf();
store.saveHost(hello, loopTick(0).timeMs);
const { hostId } = hello.facts;
let committed = store.committedSeq(hostId, SESSION);
writeSync(1, `begin ${committed}\n`);
for (let round = 0; committed < Number(until); round++) {
  const ticks = Array.from({ length: 1 + (round % 5) }, (_, n) => loopTick(committed + 1 + n));
  const arrivedMs = ticks.at(-1)?.timeMs ?? 0;
  committed = store.appendTicks([{ hostId, session: SESSION, series: SERIES, ticks }], arrivedMs)[0] ?? 0;
  writeSync(1, `${committed}\n`);
  if (mode === 'compact' && round % 3 === 0) store.compact(arrivedMs + LOOP_STEP_MS);
}
store.close();
