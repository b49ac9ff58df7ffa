import type { AgentHello } from '@netstrata/protocol';
import type Database from 'better-sqlite3';
import type { HostRow } from './types.ts';

const ROWS = `SELECT host_id AS hostId, hostname, kernel_release AS kernelRelease, facts_json AS factsJson,
  first_seen_ms AS firstSeenMs, coalesce(tick_ms, last_seen_ms) AS lastSeenMs
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
  return {
    saveHost: ({ facts }: AgentHello, nowMs: number): void => {
      save.run(facts.hostId, facts.hostname, facts.kernelRelease, JSON.stringify(facts), nowMs, nowMs);
    },
    hosts: (): readonly HostRow[] => list.all(),
    host: (hostId: string): HostRow | undefined => one.get(hostId),
    committedSeq: (hostId: string, session: string): number => committed.get(hostId, session)?.seq ?? 0,
  };
};
