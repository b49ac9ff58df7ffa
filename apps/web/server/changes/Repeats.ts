import { createHash } from 'node:crypto';
import type { Ledger } from '@netstrata/db';
import { ProtocolError } from '@netstrata/protocol';
import { idempotencyKey, validate } from '@netstrata/protocol/schemas';

const DAY_MS = 86_400_000;

type Answered = NonNullable<ReturnType<Ledger['changes']['answered']>>;

/** Knows requests that came before by their `Idempotency-Key`, for a day. */
export class Repeats {
  readonly #changes: Ledger['changes'];

  constructor({ changes }: Pick<Ledger, 'changes'>) {
    this.#changes = changes;
  }

  /** The change that this request made when it came before. @throws ProtocolError `conflict` for a key of another request */
  before(request: RepeatableRequest | undefined, nowMs: number): string | undefined {
    if (request === undefined) return undefined;
    this.#changes.forgetAnswered(nowMs - DAY_MS);
    const answered = this.#changes.answered(request.owner, request.key);
    if (answered === undefined) return undefined;
    if (answered.requestHash === request.requestHash) return answered.changeId;
    throw new ProtocolError('conflict', 'change', {
      en: 'this Idempotency-Key came with another request before: make a new one',
      'zh-CN': '此 Idempotency-Key 曾用于另一个请求：请换一个新的',
    });
  }
}

export type RepeatableRequest = Pick<Answered, 'owner' | 'key' | 'requestHash'>;

/** @throws ProtocolError `bad-request` for a key that is none */
export function repeatable(owner: string, key: string | undefined, asked: unknown): RepeatableRequest | undefined {
  if (key === undefined) return undefined;
  const requestHash = createHash('sha256').update(JSON.stringify(asked)).digest('hex');
  return { owner, key: validate(idempotencyKey, key, 'Idempotency-Key'), requestHash };
}
