/** Every error code on the wire and in HTTP answers, with its HTTP status: the one table. */
export const ERROR_STATUS = {
  'bad-request': 400,
  'bad-frame': 400,
  unauthorised: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'too-large': 413,
  'version-mismatch': 426,
  overloaded: 429,
  internal: 500,
  unavailable: 503,
  'timed-out': 504,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** What a process says to another when it refuses: a code of the table, one sentence, the operation it happened in. */
export class ProtocolError extends Error {
  readonly code: ErrorCode;
  readonly operation: string;

  constructor(code: ErrorCode, operation: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProtocolError';
    this.code = code;
    this.operation = operation;
  }

  /** The shape that travels: `{code, message}`. */
  toWire(): { code: ErrorCode; message: string } {
    return { code: this.code, message: this.message };
  }
}
