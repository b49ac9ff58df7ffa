/** Agents' keys, and the tokens by which they become known. A host has one key that counts at a time. */
export const agentTables = `
CREATE TABLE enrolment (
  id TEXT PRIMARY KEY,
  public_key TEXT NOT NULL,
  allow_apply INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  used_by TEXT
) STRICT;
CREATE TABLE agent_key (
  key TEXT PRIMARY KEY,
  host_id TEXT NOT NULL,
  public_key TEXT,
  hostname TEXT NOT NULL,
  agent_version TEXT NOT NULL,
  allow_apply INTEGER NOT NULL,
  joined_ms INTEGER NOT NULL,
  joined_from TEXT NOT NULL,
  revoked_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX agent_key_of_host ON agent_key (host_id) WHERE revoked_ms IS NULL;
`;
