import { join } from 'node:path';
import { isKeyText, newSigningKey, type SigningKey, signingKeyOf } from '@netstrata/protocol/handshake';
import { keptSecret } from './keptSecret.ts';

/**
 * The key that this server proves itself with to agents elsewhere, from `server.key` in the data folder.
 * @throws StartError when the file cannot be read or written, or does not hold a key
 */
export function loadServerKey(folder: string): SigningKey {
  const secret = keptSecret({
    path: join(folder, 'server.key'),
    what: "server's key",
    make: () => newSigningKey().secret,
    isWhole: isKeyText,
    remedy: 'put the right one back; without it every agent elsewhere has to join again',
  });
  return signingKeyOf(secret);
}
