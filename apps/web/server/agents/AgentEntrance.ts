import { type AuditEntry, type GreetReply, ProtocolError } from '@netstrata/protocol';
import type { AgentKeys, Standing } from './AgentKeys.ts';
import type { GreetingLimit } from './GreetingLimit.ts';
import { type Proved, ServerHandshake } from './ServerHandshake.ts';

export interface EntrancePorts {
  readonly keys: AgentKeys;
  readonly limit: GreetingLimit;
  /** An agent that joined by a token. */
  readonly joined: (entry: AuditEntry) => void;
  readonly refused: (entry: Omit<AuditEntry, 'outcome'>) => void;
}

/** An agent that has proved itself and may speak for its host. */
export interface Admitted extends Proved {
  readonly standing: Standing;
  /** Its address. */
  readonly from: string;
}

/** What is no news: another version, a server that is busy. */
const WORTH_AUDIT = new Set(['unauthorised', 'forbidden', 'bad-request']);

/** The way in of one connection: the handshake, how often it may be tried, and what the audit keeps of it. */
export class AgentEntrance {
  readonly #ports: EntrancePorts;
  readonly #from: string;
  readonly #handshake: ServerHandshake;
  #proved: Proved | undefined;

  /** @param from the agent's address */
  constructor(ports: EntrancePorts, from: string) {
    this.#ports = ports;
    this.#from = from;
    this.#handshake = new ServerHandshake(ports.keys, ({ key }) => {
      // A key that is known cannot be guessed; a limit on it would let others at this address keep its agent away.
      if (!ports.keys.isKnown(key)) ports.limit.count(from);
    });
  }

  /** @throws ProtocolError */
  greet(value: unknown): GreetReply {
    return this.#audited(() => this.#handshake.greet(value));
  }

  /** @throws ProtocolError */
  hello(value: unknown): Admitted {
    return this.#audited(() => {
      const proved = this.#handshake.hello(value);
      this.#proved = proved;
      const standing = this.#ports.keys.admit(proved, this.#from);
      if (standing.joinedBy !== undefined) this.#joined(proved, standing);
      return { ...proved, standing, from: this.#from };
    });
  }

  #audited<T>(step: () => T): T {
    try {
      return step();
    } catch (error) {
      if (error instanceof ProtocolError && WORTH_AUDIT.has(error.code)) this.#refused(error);
      throw error;
    }
  }

  #joined(proved: Proved, { key, allowApply, joinedBy }: Standing): void {
    const { hostId, hostname } = proved.hello.facts;
    const entry: AuditEntry = {
      action: 'agent.join',
      outcome: 'done',
      actor: `host:${hostId}`,
      from: this.#from,
      hostId,
      target: joinedBy,
      after: `${hostname}, ${key}, ${allowApply ? 'may be told to change settings' : 'changes nothing'}`,
    };
    this.#ports.joined(entry);
  }

  #refused({ message }: ProtocolError): void {
    const { keys, refused } = this.#ports;
    const claimed = this.#handshake.claimed;
    // Whose key it was, if it had one: the host that it claims to be may be another.
    const owner = this.#proved && keys.hostOf(this.#proved.key);
    refused({
      action: claimed?.key.startsWith('join-') === true ? 'agent.join' : 'agent.connect',
      actor: owner === undefined ? 'nobody' : `host:${owner}`,
      from: this.#from,
      hostId: claimed?.hostId,
      target: claimed?.key,
      because: message,
    });
  }
}
