/** What was changed on hosts, and the requests that were answered already. */
export const changesMigration = `
CREATE TABLE change (
  id TEXT PRIMARY KEY,
  host_id TEXT NOT NULL,
  requested_ms INTEGER NOT NULL,
  state TEXT NOT NULL,
  record_json TEXT NOT NULL,
  notes_json TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX change_by_host ON change (host_id, requested_ms);
CREATE INDEX change_by_state ON change (state);
CREATE TABLE change_request (
  owner TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  change_id TEXT NOT NULL,
  time_ms INTEGER NOT NULL,
  PRIMARY KEY (owner, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_request_by_time ON change_request (time_ms);
`;
