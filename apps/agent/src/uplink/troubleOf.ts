import { reasonOf } from '../reasonOf.ts';

/** What went wrong with a connection, in words: of a socket's failure what the operating system says, not that there was one. */
export function troubleOf(cause: unknown): string {
  const inner = cause instanceof Error && 'description' in cause ? cause.description : undefined;
  const error = inner instanceof Object && 'error' in inner ? inner.error : undefined;
  const reason = reasonOf(error instanceof Error && error.message !== '' ? error : cause);
  return /certificate/.test(reason)
    ? `${reason}: if the server's certificate is from an authority of your own, name its certificate with --ca`
    : reason;
}
