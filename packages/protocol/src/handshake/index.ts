/** For Node alone, unlike the rest of this package: both ends of the handshake between agent and server. */
export { AgentHandshake, type AgentIdentity, type ProvedServer } from './AgentHandshake.ts';
export { HandshakeError } from './HandshakeError.ts';
export { type JoinToken, joinKeyOf, joinTokenText, parseJoinToken } from './joinToken.ts';
export { fingerprintOf, isKeyText, newExchange, newSigningKey, type SigningKey, signingKeyOf } from './keys.ts';
export { OrderInbox } from './OrderInbox.ts';
export { OrderSeals } from './OrderSeals.ts';
export { agentBytes, keyProver, orderKey, type Prover, secretProver, serverBytes, type Transcript } from './proofs.ts';
