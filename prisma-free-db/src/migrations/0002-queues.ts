/**
 * The second layout: ticks in the log are coded and carry a checksum, rollups that have to be made are queued instead of
 * searched for, each host's clock is known, and sessions and series know when they were last used.
 */
export const queues = `
ALTER TABLE tick_log ADD COLUMN coding INTEGER NOT NULL DEFAULT 0;

ALTER TABLE session RENAME COLUMN last_ms TO touched_ms;
ALTER TABLE session ADD COLUMN series INTEGER NOT NULL DEFAULT 0;
UPDATE session SET series = (SELECT count(*) FROM session_series WHERE session_series.session = session.id);
CREATE INDEX session_series_by_series ON session_series (series);

ALTER TABLE series ADD COLUMN used_ms INTEGER NOT NULL DEFAULT 0;
UPDATE series SET used_ms = (SELECT last_seen_ms FROM host WHERE host.id = series.host);

CREATE TABLE host_clock (
  host INTEGER PRIMARY KEY REFERENCES host(id) ON DELETE CASCADE,
  tick_ms INTEGER NOT NULL,
  arrived_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE rollup_due (
  tier INTEGER NOT NULL,
  start_ms INTEGER NOT NULL,
  host INTEGER NOT NULL REFERENCES host(id) ON DELETE CASCADE,
  PRIMARY KEY (tier, start_ms, host)
) STRICT, WITHOUT ROWID;
INSERT INTO rollup_due SELECT DISTINCT 1, start_ms / 3600000 * 3600000, host FROM block WHERE tier = 0
  EXCEPT SELECT 1, start_ms, host FROM block WHERE tier = 1;
INSERT INTO rollup_due SELECT DISTINCT 2, start_ms / 86400000 * 86400000, host FROM block WHERE tier = 1
  EXCEPT SELECT 2, start_ms, host FROM block WHERE tier = 2;
`;
