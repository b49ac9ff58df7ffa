export type StoreErrorCode =
  | 'unwritable'
  | 'not-a-database'
  | 'corrupt'
  | 'newer'
  | 'locked'
  | 'full'
  | 'unknown-host'
  | 'bad-batch'
  | 'bad-query'
  | 'too-much'
  | 'internal';

/** What went wrong with the history, as one sentence that says what to do. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
