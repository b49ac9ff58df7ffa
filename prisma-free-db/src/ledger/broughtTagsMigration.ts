/** The tags that a host's agent brought last, so that a change of them is told from what people did. */
export const broughtTagsMigration = `
CREATE TABLE host_tag_brought (
  host_id TEXT NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (host_id, tag)
) STRICT, WITHOUT ROWID;
`;
