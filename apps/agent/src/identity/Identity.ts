import type { AgentIdentity, ProvedServer } from '@netstrata/protocol/handshake';

/** What an agent proves itself with, from attempt to attempt. */
export interface Identity {
  /** For the next attempt to connect. Fails with one sentence for a person when there is nothing to prove oneself with. */
  next(): AgentIdentity;
  /**
   * The public key to be known by from now on, when the attempt is by a token; it is on disk when it returns. Fails with one sentence
   * for a person when it cannot be kept.
   */
  joinKey(server: ProvedServer): string | undefined;
  /** The server took the last attempt. */
  accepted(): void;
  /** It refused what was proved, or is another than the one this way is for. @returns whether there is another way to try at once */
  refused(): boolean;
}
