import { endSession } from '../session/session.ts';
import { errorText } from './errorText.ts';
import { troubleOf } from './troubleOf.ts';

/** `fetch` for addresses of the API: an answer that nobody is signed in any more is told to the whole page. */
export const callServer = async (address: string, init?: RequestInit): Promise<Response> => {
  const response = await fetch(address, init);
  if (response.status === 401) endSession();
  return response;
};

/** Why something was not done, in the language of the page; `unreachable` when the server says nothing. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}
export type Answer<T> = { readonly ok: true; readonly body: T } | { readonly ok: false; readonly refusal: Refusal };

/** One exchange with the API: a GET, or with `body` a POST of JSON. Never rejects but for an abort. */
export const ask = <T>(address: string, body?: object, signal?: AbortSignal): Promise<Answer<T>> =>
  exchange(address, {
    ...(signal !== undefined && { signal }),
    ...(body !== undefined && {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });

/** A POST that may be sent again without harm: the server does what carries the same `key` once. */
export const askOnce = <T>(address: string, body: object, key: string): Promise<Answer<T>> =>
  exchange(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify(body),
  });

const exchange = async <T>(address: string, init: RequestInit): Promise<Answer<T>> => {
  try {
    const response = await callServer(address, { cache: 'no-store', ...init });
    const read: unknown = await response.json();
    return response.ok ? { ok: true, body: read as T } : { ok: false, refusal: refusalOf(read, response.status) };
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    return { ok: false, refusal: { code: 'unreachable', message: errorText('unreachable', '') } };
  }
};

/** The error of an answer of the API. */
const refusalOf = (body: unknown, status: number): Refusal => {
  const { error } = (body ?? {}) as { readonly error?: { readonly code?: unknown } };
  return { code: typeof error?.code === 'string' ? error.code : 'internal', message: troubleOf(body, status) };
};
