/** Settings that somebody else than this product changed. */
export const driftsMigration = `
CREATE TABLE drift (
  id INTEGER PRIMARY KEY,
  host_id TEXT NOT NULL,
  time_ms INTEGER NOT NULL,
  tunable TEXT NOT NULL,
  namespace TEXT NOT NULL,
  device TEXT,
  queue INTEGER,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  by TEXT
) STRICT;
CREATE INDEX drift_by_host ON drift (host_id, id);
`;
