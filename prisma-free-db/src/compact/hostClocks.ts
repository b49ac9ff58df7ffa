import type Database from 'better-sqlite3';

export interface HostClock {
  readonly host: number;
  /** What the host's own clock shows now. */
  readonly nowMs: number;
}

/**
 * Gives the hosts with their clocks: ticks carry their host's time, so what is finished or old is judged by that. A clock
 * is as far from ours as its newest tick was on arrival.
 */
export const prepareHostClocks = (database: Database.Database) => {
  const all = database.prepare<[], { host: number; ahead_ms: number }>(`
    SELECT host.id AS host, coalesce(tick_ms - arrived_ms, 0) AS ahead_ms FROM host
    LEFT JOIN host_clock ON host_clock.host = host.id`);
  return (nowMs: number): readonly HostClock[] =>
    all.all().map(({ host, ahead_ms }) => ({ host, nowMs: nowMs + ahead_ms }));
};
