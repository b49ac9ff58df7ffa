/** The message of an error as the API writes it, else its status. */
export const troubleOf = (body: unknown, status: number): string => {
  const { error } = (body ?? {}) as { readonly error?: { readonly message?: unknown } };
  return typeof error?.message === 'string' ? error.message : `status ${status}`;
};
