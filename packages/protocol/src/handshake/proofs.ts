import { createHash, createHmac, sign, timingSafeEqual, verify } from 'node:crypto';
import { framed } from './framed.ts';
import { privateKeyOf, publicKeyOf } from './keys.ts';

/** What one end can prove of itself, and how it checks the other. */
export interface Prover {
  /** In base64url. */
  readonly prove: (bytes: Buffer) => string;
  readonly accepts: (bytes: Buffer, proof: unknown) => boolean;
}

/** A secret that both ends have. */
export function secretProver(secret: string | Buffer): Prover {
  const digest = (bytes: Buffer): Buffer => createHmac('sha256', secret).update(bytes).digest();
  return {
    prove: (bytes) => digest(bytes).toString('base64url'),
    accepts: (bytes, proof) => {
      const given = typeof proof === 'string' ? Buffer.from(proof, 'base64url') : Buffer.alloc(0);
      const expected = digest(bytes);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}

/**
 * A key of one's own and the public key of the other end.
 * @param mine private key, 32 bytes in base64url
 * @param theirs undefined when there is none: then nothing is accepted
 * @throws Error when one is no key
 */
export function keyProver(mine: string, theirs: string | undefined): Prover {
  const privateKey = privateKeyOf(mine);
  const publicKey = theirs === undefined ? undefined : publicKeyOf(theirs);
  return {
    prove: (bytes) => sign(null, bytes, privateKey).toString('base64url'),
    accepts: (bytes, proof) =>
      publicKey !== undefined &&
      typeof proof === 'string' &&
      verify(null, bytes, publicKey, Buffer.from(proof, 'base64url')),
  };
}

/** All that the two ends have said before either proves anything. */
export interface Transcript {
  readonly key: string;
  readonly hostId: string;
  readonly session: string;
  readonly agentNonce: string;
  readonly serverNonce: string;
  readonly serverKey: string;
}

const partsOf = (said: Transcript): readonly string[] => [
  said.key,
  said.hostId,
  said.session,
  said.agentNonce,
  said.serverNonce,
  said.serverKey,
];

/** What the server proves itself by. */
export function serverBytes(said: Transcript): Buffer {
  return framed('the server proves itself', partsOf(said));
}

/** What the agent proves itself by: its whole hello is in it, so that nobody on the way can change a word of that. */
export function agentBytes(said: Transcript, claims: object): Buffer {
  const digest = createHash('sha256').update(JSON.stringify(claims)).digest('hex');
  return framed('the agent proves itself', [...partsOf(said), digest]);
}

/** The key that seals what the server orders over this connection. */
export function orderKey(said: Transcript, shared: Buffer): Buffer {
  return createHmac('sha256', shared)
    .update(framed('orders', partsOf(said)))
    .digest();
}
