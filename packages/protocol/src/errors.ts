import type { Locale, Words } from '@netstrata/metrics';

/** Every error code on the wire and in HTTP answers, with its HTTP status: the one table. */
export const ERROR_STATUS = {
  'bad-request': 400,
  'bad-frame': 400,
  unauthorised: 401,
  forbidden: 403,
  'fresh-proof-needed': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  'too-large': 413,
  'version-mismatch': 426,
  overloaded: 429,
  internal: 500,
  unavailable: 503,
  'timed-out': 504,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/**
 * What a process says to another when it refuses: a code of the table, one sentence, the operation it happened in. The sentence is in
 * every language where people read it, in English alone where only programs do.
 */
export class ProtocolError extends Error {
  readonly code: ErrorCode;
  readonly operation: string;

  /** The sentence in every language, where it has been written in them. */
  readonly words: Words | undefined;

  constructor(code: ErrorCode, operation: string, message: string | Words, options?: ErrorOptions) {
    super(typeof message === 'string' ? message : message.en, options);
    this.words = typeof message === 'string' ? undefined : message;
    this.name = 'ProtocolError';
    this.code = code;
    this.operation = operation;
  }

  /** The shape that travels: `{code, message}`. */
  toWire(locale: Locale = 'en'): { code: ErrorCode; message: string } {
    return { code: this.code, message: this.words?.[locale] ?? this.message };
  }
}
