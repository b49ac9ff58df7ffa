/** The first layout: hosts, agent sessions, series, the log of recent ticks, and packed blocks. */
export const history = `
CREATE TABLE host (
  id INTEGER PRIMARY KEY,
  host_id TEXT NOT NULL UNIQUE,
  hostname TEXT NOT NULL,
  kernel_release TEXT NOT NULL,
  facts_json TEXT NOT NULL,
  first_seen_ms INTEGER NOT NULL,
  last_seen_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  host INTEGER NOT NULL REFERENCES host(id) ON DELETE CASCADE,
  metric TEXT NOT NULL,
  labels TEXT NOT NULL,
  UNIQUE (host, metric, labels)
) STRICT;

CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  host INTEGER NOT NULL REFERENCES host(id) ON DELETE CASCADE,
  session TEXT NOT NULL,
  committed_seq INTEGER NOT NULL,
  last_ms INTEGER NOT NULL,
  UNIQUE (host, session)
) STRICT;

CREATE TABLE session_series (
  session INTEGER NOT NULL REFERENCES session(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  series INTEGER NOT NULL REFERENCES series(id) ON DELETE CASCADE,
  PRIMARY KEY (session, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE tick_log (
  host INTEGER NOT NULL REFERENCES host(id) ON DELETE CASCADE,
  time_ms INTEGER NOT NULL,
  session INTEGER NOT NULL REFERENCES session(id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (host, time_ms, session, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE block (
  host INTEGER NOT NULL REFERENCES host(id) ON DELETE CASCADE,
  tier INTEGER NOT NULL,
  start_ms INTEGER NOT NULL,
  part INTEGER NOT NULL,
  points INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (host, tier, start_ms, part)
) STRICT;
CREATE INDEX block_by_age ON block (tier, start_ms);
`;
