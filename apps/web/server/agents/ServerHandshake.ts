import {
  type AgentGreeting,
  type AgentHello,
  type GreetReply,
  PROTOCOL_VERSION,
  ProtocolError,
} from '@netstrata/protocol';
import {
  agentBytes,
  newExchange,
  OrderSeals,
  orderKey,
  type Prover,
  serverBytes,
  type Transcript,
} from '@netstrata/protocol/handshake';
import { agentGreeting, agentHello, validate } from '@netstrata/protocol/schemas';
import type { AgentKeys } from './AgentKeys.ts';

interface Greeted {
  readonly greeting: AgentGreeting;
  readonly prover: Prover;
  readonly said: Transcript;
  readonly shared: Buffer;
}

/** An agent that has proved that it has the key which its greeting named. */
export interface Proved {
  readonly key: string;
  readonly hello: AgentHello;
  /** What orders to it are sealed with. */
  readonly seals: OrderSeals;
}

/**
 * The server's side of one handshake, docs/decisions/0010-agents-prove-themselves.md. Checked from the outside in: who cannot
 * prove anything learns nothing but the protocol's version and the server's public key.
 */
export class ServerHandshake {
  readonly #keys: AgentKeys;
  readonly #onGreeting: (greeting: AgentGreeting) => void;
  #claimed: AgentGreeting | undefined;
  #greeted: Greeted | undefined;
  #saidHello = false;

  /** @param onGreeting before anything costly; what it throws ends the handshake */
  constructor(keys: AgentKeys, onGreeting: (greeting: AgentGreeting) => void) {
    this.#keys = keys;
    this.#onGreeting = onGreeting;
  }

  /** What it says it is; it may be a lie. */
  get claimed(): AgentGreeting | undefined {
    return this.#claimed;
  }

  /** @throws ProtocolError `version-mismatch` or `bad-request` */
  greet(value: unknown): GreetReply {
    if (this.#claimed !== undefined)
      throw new ProtocolError('bad-request', 'agent:greet', 'this connection said its greeting before');
    checkVersion(value, 'agent:greet');
    const greeting = validate(agentGreeting, value, 'agent:greet');
    this.#claimed = greeting;
    this.#onGreeting(greeting);
    const { serverKey } = this.#keys;
    const { key, hostId, session, nonce: agentNonce } = greeting;
    const { nonce, shareWith } = newExchange();
    const said: Transcript = { key, hostId, session, agentNonce, serverNonce: nonce, serverKey };
    const prover = this.#keys.proverOf(key);
    this.#greeted = { greeting, prover, said, shared: shareOf(shareWith, agentNonce) };
    return { ok: true, nonce, serverKey, proof: prover.prove(serverBytes(said)) };
  }

  /** @throws ProtocolError `unauthorised`, `version-mismatch`, `bad-request` or `forbidden` */
  hello(value: unknown): Proved {
    if (this.#saidHello) throw new ProtocolError('bad-request', 'agent:hello', 'this connection said hello before');
    this.#saidHello = true;
    if (this.#greeted === undefined) {
      checkVersion(value, 'agent:hello');
      throw new ProtocolError('unauthorised', 'agent:hello', 'greet first and wait for the answer');
    }
    const { greeting, prover, said, shared } = this.#greeted;
    const { proof, ...claims } = typeof value === 'object' && value !== null ? (value as Partial<AgentHello>) : {};
    if (!prover.accepts(agentBytes(said, claims), proof))
      throw new ProtocolError('unauthorised', 'agent:hello', 'the agent cannot prove that it has the key it named');
    checkVersion(claims, 'agent:hello');
    const hello = validate(agentHello, value, 'agent:hello');
    if (hello.session !== greeting.session || hello.facts.hostId !== greeting.hostId)
      throw new ProtocolError(
        'forbidden',
        'agent:hello',
        'the agent is not the one that greeted: its host or session is another',
      );
    return { key: greeting.key, hello, seals: new OrderSeals(orderKey(said, shared)) };
  }
}

function checkVersion(value: unknown, operation: string): void {
  const { protocol } = typeof value === 'object' && value !== null ? (value as { readonly protocol?: unknown }) : {};
  if (protocol === PROTOCOL_VERSION) return;
  throw new ProtocolError(
    'version-mismatch',
    operation,
    `the agent speaks protocol ${String(protocol).slice(0, 16)}, this server ${PROTOCOL_VERSION}: update the older one`,
  );
}

function shareOf(shareWith: (nonce: string) => Buffer, nonce: string): Buffer {
  try {
    return shareWith(nonce);
  } catch (cause) {
    throw new ProtocolError('bad-request', 'agent:greet', 'nonce: must be a public key of X25519', { cause });
  }
}
