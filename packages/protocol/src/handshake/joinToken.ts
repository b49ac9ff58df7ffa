import { createHash } from 'node:crypto';
import { framed } from './framed.ts';
import { type SigningKey, signingKeyOf } from './keys.ts';

const TOKEN = /^nsj_([0-9a-f]{12})_([0-9a-f]{40})_([0-9a-f]{32})$/;

/** What a token lets an agent elsewhere join with: `nsj_ID_SECRET_FINGERPRINT`, all in hexadecimal. */
export interface JoinToken {
  readonly id: string;
  readonly secret: string;
  /** Of the server's public key. */
  readonly fingerprint: string;
}

/** Undefined for what is no token. */
export function parseJoinToken(text: string): JoinToken | undefined {
  const [, id, secret, fingerprint] = TOKEN.exec(text.trim()) ?? [];
  return id === undefined || secret === undefined || fingerprint === undefined
    ? undefined
    : { id, secret, fingerprint };
}

/** The token as a person copies it. */
export function joinTokenText({ id, secret, fingerprint }: JoinToken): string {
  return `nsj_${id}_${secret}_${fingerprint}`;
}

/** The key that a token's secret is: the agent signs with it, and the server keeps only its public half. */
export function joinKeyOf({ id, secret }: Pick<JoinToken, 'id' | 'secret'>): SigningKey {
  return signingKeyOf(
    createHash('sha256')
      .update(framed('join', [id, secret]))
      .digest('base64url'),
  );
}
