/** The third layout: what became of advice through time, and what people set aside. */
export const advice = `
CREATE TABLE advice_event (
  id INTEGER PRIMARY KEY,
  host INTEGER NOT NULL REFERENCES host(id) ON DELETE CASCADE,
  time_ms INTEGER NOT NULL,
  kind TEXT NOT NULL,
  advice TEXT NOT NULL,
  data_json TEXT NOT NULL
) STRICT;
CREATE INDEX advice_event_by_time ON advice_event (host, time_ms);

CREATE TABLE advice_mark (
  host INTEGER NOT NULL REFERENCES host(id) ON DELETE CASCADE,
  advice TEXT NOT NULL,
  data_json TEXT NOT NULL,
  PRIMARY KEY (host, advice)
) STRICT, WITHOUT ROWID;
`;
