/** What came of asking to be let in. */
export type Knock =
  | { readonly kind: 'in'; readonly body: unknown }
  | { readonly kind: 'wrong'; readonly message: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'too-many'; readonly seconds: number }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'other'; readonly message: string };

/** A server that says 429 without a time means soon. */
const SOON_S = 10;

/** POSTs JSON to an address that asks nobody who they are. Never rejects. */
export const knock = async (address: string, body: object): Promise<Knock> => {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const read: unknown = await response.json().catch(() => undefined);
    if (response.ok) return { kind: 'in', body: read };
    const message = messageOf(read) ?? `status ${response.status}`;
    if (response.status === 429) return { kind: 'too-many', seconds: secondsOf(response.headers) };
    if (response.status === 401) return { kind: 'wrong', message };
    return response.status === 404 || response.status === 410 ? { kind: 'gone' } : { kind: 'other', message };
  } catch {
    return { kind: 'unreachable' };
  }
};

const secondsOf = (headers: Headers): number => {
  const seconds = Number(headers.get('Retry-After') ?? headers.get('X-Retry-After') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : SOON_S;
};

/** Ours have it in `error`, the sign-in library's at the top. */
const messageOf = (body: unknown): string | undefined => {
  const { error, message } = (body ?? {}) as {
    readonly error?: { readonly message?: unknown };
    readonly message?: unknown;
  };
  const said = error?.message ?? message;
  return typeof said === 'string' ? said : undefined;
};
