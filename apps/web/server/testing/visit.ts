import type { TestAnswer, TestServer } from './TestServer.ts';

export const ADA = { name: 'Ada', email: 'ada@example.org', password: 'a dozen characters' };

/** What a browser sends: its cookies, and the origin of our own page. */
export type BrowserHeaders = { readonly Cookie: string; readonly Origin: string };

export const codeOf = (link: string | undefined): string =>
  new URL(link ?? 'http://none').searchParams.get('code') ?? '';

/** The cookies of an answer, as a browser sends them back. */
export const cookiesOf = ({ headers }: Pick<TestAnswer, 'headers'>): string =>
  headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

/** Makes the first admin by the link of the start: their browser, signed in. */
export async function firstAdmin(server: TestServer): Promise<BrowserHeaders> {
  const answer = await server.ask('/api/v1/welcome', {}, { ...ADA, code: codeOf(server.welcome) });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return { Cookie: cookiesOf(answer), Origin: server.url };
}

/** Invites somebody as the admin of the environment, and makes their account: their browser, signed in. */
export async function join(
  server: TestServer,
  who: typeof ADA,
  role: 'viewer' | 'operator' | 'admin',
): Promise<BrowserHeaders> {
  const { body } = await server.post('/api/v1/invitations', { email: who.email, role });
  const answer = await server.ask('/api/v1/welcome', {}, { ...who, code: codeOf((body as { link: string }).link) });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return { Cookie: cookiesOf(answer), Origin: server.url };
}

/** Tries to sign in. */
export const signIn = (
  server: TestServer,
  { email, password }: { readonly email: string; readonly password: string },
  headers: Readonly<Record<string, string>> = {},
): Promise<TestAnswer> => server.ask('/api/auth/sign-in/email', headers, { email, password });
