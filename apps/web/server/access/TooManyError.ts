import { ProtocolError } from '@netstrata/protocol';

/** Too many attempts: answered with 429 and Retry-After. */
export class TooManyError extends ProtocolError {
  readonly retryAfterS: number;

  constructor(retryAfterMs: number) {
    const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
    const wait = seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
    super('overloaded', 'sign-in', `too many attempts: try again in ${wait}`);
    this.retryAfterS = seconds;
  }
}
