import { headers } from 'next/headers';

/** The nonce of this answer, for scripts that stand in the page itself. */
export const nonceOf = async (): Promise<string | undefined> =>
  /'nonce-([^']+)'/.exec((await headers()).get('content-security-policy') ?? '')?.[1];
