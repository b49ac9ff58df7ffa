import type { Agents } from '@netstrata/db';
import { ProtocolError } from '@netstrata/protocol';
import {
  fingerprintOf,
  isKeyText,
  keyProver,
  type Prover,
  type SigningKey,
  secretProver,
} from '@netstrata/protocol/handshake';
import type { Proved } from './ServerHandshake.ts';

/** What an agent that has proved itself may. */
export interface Standing {
  /** The row of its key in the ledger. */
  readonly key: string;
  /** It runs elsewhere; one on this machine proves itself by the secret of the data folder. */
  readonly elsewhere: boolean;
  /** Whether it may be told to change settings, if it was started with permission itself. */
  readonly allowApply: boolean;
  /** The token that it has used up just now. */
  readonly joinedBy?: string;
}

export interface AgentKeysOptions {
  /** The secret of `agent.token`. */
  readonly token: string;
  readonly serverKey: SigningKey;
  readonly agents: Agents;
  readonly now: () => number;
}

/** Who may prove themselves by what, and speak for which host. */
export class AgentKeys {
  readonly #options: AgentKeysOptions;
  readonly #local: Prover;

  constructor(options: AgentKeysOptions) {
    this.#options = options;
    this.#local = secretProver(options.token);
  }

  /** Public, in base64url. */
  get serverKey(): string {
    return this.#options.serverKey.publicKey;
  }

  /** How the key that a greeting names is proved. Of one that nobody has nothing is accepted: a stranger cannot tell the two apart. */
  proverOf(key: string): Prover {
    if (key === 'local') return this.#local;
    const { agents, serverKey } = this.#options;
    const publicKey = key.startsWith('join-') ? agents.enrolment(idOf(key))?.publicKey : agents.key(key)?.publicKey;
    return keyProver(serverKey.secret, publicKey ?? undefined);
  }

  /** Whether there is or was such a key. */
  isKnown(key: string): boolean {
    const { agents } = this.#options;
    return key === 'local' || (key.startsWith('join-') ? agents.enrolment(idOf(key)) : agents.key(key)) !== undefined;
  }

  /** The host whose key it is. */
  hostOf(key: string): string | undefined {
    return this.#options.agents.key(key)?.hostId;
  }

  /**
   * Lets in who has proved that they have the key; a token is used up by it.
   * @throws ProtocolError `forbidden` with the reason when they may not speak for this host, or not any more
   */
  admit(proved: Proved, from: string): Standing {
    if (proved.key === 'local') return this.#admitLocal(proved);
    return proved.key.startsWith('join-') ? this.#join(proved, from) : this.#admitKey(proved);
  }

  /** Whether it has not been revoked since. */
  counts({ key }: Standing): boolean {
    return this.#options.agents.key(key)?.revokedMs === null;
  }

  /** Hosts whose agents have keys of their own, or had. */
  elsewhere(): ReadonlySet<string> {
    return new Set(this.#options.agents.keys().flatMap((row) => (row.publicKey === null ? [] : [row.hostId])));
  }

  #admitLocal({ hello }: Proved): Standing {
    const { agents, now } = this.#options;
    const { hostId } = hello.facts;
    if (!agents.welcomeLocal(arrivalOf(hello, ''), now()))
      throw refused(
        'an agent elsewhere has a key for this host: revoke that, or give this agent another NETSTRATA_HOST_ID',
      );
    return { key: `local-${hostId}`, elsewhere: false, allowApply: true };
  }

  #admitKey({ key, hello }: Proved): Standing {
    const { agents } = this.#options;
    const row = agents.key(key);
    if (row === undefined) throw refused('nobody knows this key');
    if (row.revokedMs !== null)
      throw refused(
        `its key was revoked at ${new Date(row.revokedMs).toISOString()}: to let it in again, make a token on the server and start it with --token`,
      );
    if (row.hostId !== hello.facts.hostId) throw refused('its key is that of another host');
    agents.told(key, arrivalOf(hello, ''));
    return { key, elsewhere: true, allowApply: row.allowApply };
  }

  #join({ key, hello }: Proved, from: string): Standing {
    const { agents, now } = this.#options;
    const { joinKey: publicKey } = hello;
    if (!isKeyText(publicKey)) throw new ProtocolError('bad-request', 'agent:hello', 'joinKey: must be a public key');
    const id = idOf(key);
    const arrival = arrivalOf(hello, from);
    const own = `key-${fingerprintOf(publicKey)}`;
    const row = agents.join({ ...arrival, enrolmentId: id, key: own, publicKey }, now());
    if (typeof row === 'string') throw refused(JOIN_REFUSALS[row]);
    return { key: own, elsewhere: true, allowApply: row.allowApply, joinedBy: id };
  }
}

const JOIN_REFUSALS = {
  unknown: 'nobody knows this token',
  ended: 'this token was used or taken back: make a new one on the server',
  expired: 'this token has expired: make a new one on the server',
  'host-has-key':
    'an agent of this host has joined before: revoke that one on the server, or give this one another NETSTRATA_HOST_ID',
} as const;

const refused = (message: string) => new ProtocolError('forbidden', 'agent:hello', message);

const idOf = (key: string): string => key.slice('join-'.length);

function arrivalOf({ agentVersion, facts: { hostId, hostname } }: Proved['hello'], from: string) {
  return { hostId, hostname, agentVersion, from };
}
