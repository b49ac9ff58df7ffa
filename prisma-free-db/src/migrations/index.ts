import { history } from './0001-history.ts';
import { queues } from './0002-queues.ts';
import { advice } from './0003-advice.ts';

/** In order; the number of a migration is its place, counted from 1, and is the file's user_version after it. */
export const MIGRATIONS: readonly string[] = [history, queues, advice];
