/** What people sort hosts by. */
export const hostTagsMigration = `
CREATE TABLE host_tag (
  host_id TEXT NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (host_id, tag)
) STRICT, WITHOUT ROWID;
`;
