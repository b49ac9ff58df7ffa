import type { AgentClaims, AgentGreeting, AgentHello } from '../types.ts';
import { HandshakeError } from './HandshakeError.ts';
import { type JoinToken, joinKeyOf } from './joinToken.ts';
import { fingerprintOf, isKeyText, newExchange, type SigningKey } from './keys.ts';
import { OrderSeals } from './OrderSeals.ts';
import { agentBytes, keyProver, orderKey, type Prover, secretProver, serverBytes, type Transcript } from './proofs.ts';

/** What an agent proves itself with, and what it knows of its server. */
export type AgentIdentity =
  /** The secret of the server's data folder, which both read. */
  | { readonly kind: 'local'; readonly secret: string }
  /** A key of its own, and the public key of the server that knows it. */
  | { readonly kind: 'key'; readonly key: SigningKey; readonly serverKey: string }
  | { readonly kind: 'token'; readonly token: JoinToken };

/** The server has proved itself by now. */
export interface ProvedServer {
  /** Its public key: an agent that joins keeps it. */
  readonly serverKey: string;
  /** Checks that orders are this server's. */
  readonly orders: OrderSeals;
  readonly hello: (claims: AgentClaims) => AgentHello;
}

/** Of the key `local`, `key-FINGERPRINT` or `join-ID`. */
function nameOf(identity: AgentIdentity): string {
  if (identity.kind === 'local') return 'local';
  return identity.kind === 'key' ? `key-${fingerprintOf(identity.key.publicKey)}` : `join-${identity.token.id}`;
}

/**
 * The agent's side of one handshake, docs/decisions/0010-agents-prove-themselves.md: it greets, the server proves itself, and only
 * then does the agent. What the agent says before is the same for everybody, so an impostor learns nothing.
 */
export class AgentHandshake {
  readonly greeting: AgentGreeting;
  readonly #identity: AgentIdentity;
  readonly #exchange = newExchange();

  constructor(identity: AgentIdentity, { hostId, session, protocol }: Omit<AgentGreeting, 'key' | 'nonce'>) {
    this.#identity = identity;
    this.greeting = { protocol, hostId, session, key: nameOf(identity), nonce: this.#exchange.nonce };
  }

  /**
   * @param reply what came back for `greeting`, as it came
   * @throws HandshakeError
   */
  check(reply: unknown): ProvedServer {
    const { nonce, serverKey, proof } = typeof reply === 'object' && reply !== null ? (reply as Partial<Proof>) : {};
    if (!isKeyText(nonce) || !isKeyText(serverKey))
      throw new HandshakeError('bad-reply', 'the answer to the greeting makes no sense');
    const { hostId, session, key, nonce: agentNonce } = this.greeting;
    const said: Transcript = { key, hostId, session, agentNonce, serverNonce: nonce, serverKey };
    const prover = this.#proverFor(serverKey);
    if (!prover.accepts(serverBytes(said), proof)) throw new HandshakeError('impostor', this.#impostorText());
    const orders = new OrderSeals(orderKey(said, this.#share(nonce)));
    return { serverKey, orders, hello: (claims) => ({ ...claims, proof: prover.prove(agentBytes(said, claims)) }) };
  }

  #proverFor(serverKey: string): Prover {
    const identity = this.#identity;
    if (identity.kind === 'local') return secretProver(identity.secret);
    if (identity.kind === 'key' && serverKey !== identity.serverKey)
      throw new HandshakeError(
        'other-server',
        'the server has another key than the one that this agent joined, so nothing is said to it: if it was set up anew, make a token there and start the agent with --token',
      );
    if (identity.kind === 'token' && fingerprintOf(serverKey) !== identity.token.fingerprint)
      throw new HandshakeError(
        'other-server',
        'the server is not the one that made the token, so nothing is said to it: check the address, or make a new token there',
      );
    const key = identity.kind === 'key' ? identity.key : joinKeyOf(identity.token);
    return keyProver(key.secret, serverKey);
  }

  #impostorText(): string {
    return this.#identity.kind === 'local'
      ? 'what answers there does not have the agent key of this data folder, so nothing is said to it: give the agent the agent.token of its server'
      : 'what answers there cannot prove that it is the server, so nothing is said to it';
  }

  #share(nonce: string): Buffer {
    try {
      return this.#exchange.shareWith(nonce);
    } catch {
      throw new HandshakeError('bad-reply', 'the answer to the greeting makes no sense');
    }
  }
}

interface Proof {
  readonly nonce: unknown;
  readonly serverKey: unknown;
  readonly proof: unknown;
}
