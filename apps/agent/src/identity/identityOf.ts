import { parseJoinToken } from '@netstrata/protocol/handshake';
import type { AgentOptions } from '../options.ts';
import type { Identity } from './Identity.ts';
import { hasJoined, JoinedIdentity } from './JoinedIdentity.ts';
import { localIdentity } from './localIdentity.ts';

/** A file that was named comes first; then a token, or the key that an earlier one led to; else the data folder is the server's own. */
export function identityOf({
  dataDir,
  token,
  tokenFile,
}: Pick<AgentOptions, 'dataDir' | 'token' | 'tokenFile'>): Identity {
  if (tokenFile !== undefined) return localIdentity(tokenFile);
  if (token === undefined && !hasJoined(dataDir)) return localIdentity(`${dataDir}/agent.token`);
  return new JoinedIdentity({ folder: dataDir, token: token === undefined ? undefined : parseJoinToken(token) });
}
