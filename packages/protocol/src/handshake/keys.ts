import {
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { framed } from './framed.ts';

/** Before the 32 bytes of a private key of Ed25519, in the form that node:crypto reads. */
const ED25519_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const KEY_BYTES = 32;
const FINGERPRINT_DIGITS = 32;

/** Whether it is 32 bytes in base64url, in the only spelling that they have. */
export function isKeyText(value: unknown): value is string {
  if (typeof value !== 'string' || value.length !== 43) return false;
  const bytes = Buffer.from(value, 'base64url');
  return bytes.length === KEY_BYTES && bytes.toString('base64url') === value;
}

/** An Ed25519 key pair as it is kept: `secret` is the private key. Both in base64url. */
export interface SigningKey {
  readonly secret: string;
  readonly publicKey: string;
}

/** A new pair. @throws Error when node:crypto gives none */
export function newSigningKey(): SigningKey {
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  if (d === undefined || x === undefined) throw new Error('node:crypto made no key');
  return { secret: d, publicKey: x };
}

/** The pair of a private key. @throws Error when it is none */
export function signingKeyOf(secret: string): SigningKey {
  return { secret, publicKey: createPublicKey(privateKeyOf(secret)).export({ format: 'jwk' }).x ?? '' };
}

/** @param secret 32 bytes in base64url @throws Error when it is no such text */
export function privateKeyOf(secret: string): KeyObject {
  if (!isKeyText(secret)) throw new Error('a private key is 32 bytes in base64url');
  const der = Buffer.concat([ED25519_PREFIX, Buffer.from(secret, 'base64url')]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

/** @throws Error when it is no key */
export function publicKeyOf(publicKey: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
}

/** Half of SHA-256 over a public key, in hexadecimal: short enough for a token, and nobody makes another key with the same. */
export function fingerprintOf(publicKey: string): string {
  return createHash('sha256')
    .update(framed('public key', [publicKey]))
    .digest('hex')
    .slice(0, FINGERPRINT_DIGITS);
}

/** One end's part of a secret that both ends of one handshake come to share, and nobody who listens. */
export interface Exchange {
  /** What the other end is told; it is never told twice, and so serves as the nonce of the handshake too. */
  readonly nonce: string;
  /** @throws Error for a nonce that is no key, or makes no secret */
  readonly shareWith: (nonce: string) => Buffer;
}

/** Our part, made for one handshake. @throws Error when node:crypto gives none */
export function newExchange(): Exchange {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const { x: nonce } = publicKey.export({ format: 'jwk' });
  if (nonce === undefined) throw new Error('node:crypto made no key');
  const shareWith = (theirs: string): Buffer => {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: theirs }, format: 'jwk' });
    return diffieHellman({ privateKey, publicKey: key });
  };
  return { nonce, shareWith };
}
