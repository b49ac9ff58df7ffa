import { ProcessTable, ScriptNames } from '@netstrata/kernel';
import { systemClock } from '../clock/Clock.ts';
import { NamedOwners } from './NamedOwners.ts';

/** Of each dump, until every process has been looked at once. */
const FIRST_LOOK_MS = 60;

/** Who holds the sockets of this machine. */
export const openOwners = (): NamedOwners =>
  new NamedOwners({
    table: new ProcessTable({ firstBudgetMs: FIRST_LOOK_MS }),
    scripts: new ScriptNames(),
    clock: systemClock,
  });
