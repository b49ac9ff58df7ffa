import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A secret that nobody guesses: 256 random bits behind a word that says what it is for, so that scanners of code find it. */
export const newSecret = (prefix: 'nst_' | 'nsw_' | 'nsi_'): string =>
  `${prefix}${randomBytes(32).toString('base64url')}`;

/** What is kept of a secret, and how it is found again. Without salt: the secret is random itself. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Whether two texts are the same, in a time that tells nothing of where they differ. */
export const isSame = (one: string, other: string): boolean =>
  timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());
