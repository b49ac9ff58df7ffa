import type { AgentClaims } from '@netstrata/protocol';
import type Database from 'better-sqlite3';
import { TIER } from './tiers.ts';
import type { HostRow } from './types.ts';

const ROWS = `SELECT host_id AS hostId, hostname, kernel_release AS kernelRelease, facts_json AS factsJson,
  first_seen_ms AS firstSeenMs, coalesce(tick_ms, last_seen_ms) AS lastSeenMs,
  coalesce(arrived_ms, last_seen_ms) AS lastArrivedMs
  FROM host LEFT JOIN host_clock ON host_clock.host = host.id`;

/** The hosts that ever introduced themselves, and the committed seq of an agent's session. */
export const prepareHosts = (database: Database.Database) => {
  const save = database.prepare(`
    INSERT INTO host (host_id, hostname, kernel_release, facts_json, first_seen_ms, last_seen_ms) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (host_id) DO UPDATE SET hostname = excluded.hostname, kernel_release = excluded.kernel_release,
      facts_json = excluded.facts_json, last_seen_ms = excluded.last_seen_ms`);
  const list = database.prepare<[], HostRow>(`${ROWS} ORDER BY hostname, host_id`);
  const one = database.prepare<[string], HostRow>(`${ROWS} WHERE host_id = ?`);
  const committed = database.prepare<[string, string], { seq: number }>(`
    SELECT committed_seq AS seq FROM session JOIN host ON host.id = session.host WHERE host_id = ? AND session = ?`);
  // Each the front of an index.
  const blocks = Object.values(TIER).map(
    (tier) => `UNION ALL SELECT min(start_ms) FROM block, one WHERE block.host = one.id AND tier = ${tier}`,
  );
  const oldest = database.prepare<[string], { at: number | null }>(`
    WITH one AS (SELECT id FROM host WHERE host_id = ?) SELECT min(at) AS at FROM (
      SELECT min(time_ms) AS at FROM tick_log, one WHERE tick_log.host = one.id ${blocks.join(' ')})`);
  return {
    saveHost: ({ facts }: Pick<AgentClaims, 'facts'>, nowMs: number): void => {
      save.run(facts.hostId, facts.hostname, facts.kernelRelease, JSON.stringify(facts), nowMs, nowMs);
    },
    hosts: (): readonly HostRow[] => list.all(),
    host: (hostId: string): HostRow | undefined => one.get(hostId),
    oldestMs: (hostId: string): number | null => oldest.get(hostId)?.at ?? null,
    committedSeq: (hostId: string, session: string): number => committed.get(hostId, session)?.seq ?? 0,
  };
};
