import { readFileSync } from 'node:fs';
import type { Identity } from './Identity.ts';

/** That of the agent on the server's own machine: the secret of its data folder, read at each attempt, since a new one may be made. */
export function localIdentity(tokenFile: string): Identity {
  return {
    next: () => {
      try {
        return { kind: 'local', secret: readFileSync(tokenFile, 'utf8').trim() };
      } catch (cause) {
        throw new Error(`${tokenFile} cannot be read: ${String(cause)}`, { cause });
      }
    },
    joinKey: () => undefined,
    accepted: () => {},
    refused: () => false,
  };
}
