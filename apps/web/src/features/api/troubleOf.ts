import { errorText } from './errorText.ts';

/** Why the API did not do something, in the language of the page; its status where it does not say. */
export const troubleOf = (body: unknown, status: number): string => {
  const { error } = (body ?? {}) as { readonly error?: { readonly code?: unknown; readonly message?: unknown } };
  return typeof error?.message === 'string'
    ? errorText(String(error.code), error.message)
    : errorText('status', String(status));
};
