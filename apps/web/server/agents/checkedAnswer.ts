import { ERROR_STATUS, type ErrorCode, ProtocolError, type WireError } from '@netstrata/protocol';

/** A schema of packages/protocol. */
interface Schema<T> {
  readonly safeParse: (value: unknown) => { readonly success: true; readonly data: T } | { readonly success: false };
}

type Reply = { readonly ok: true } | { readonly ok: false; readonly error: WireError };

/**
 * What an agent answered, once it has. Rejects with ProtocolError `timed-out` when it does not, `unavailable` when the answer makes no sense, else with
 * the error that it answered.
 */
export async function checkedAnswer<T extends Reply>(
  operation: string,
  answer: Promise<unknown>,
  schema: Schema<T>,
): Promise<Extract<T, { readonly ok: true }>> {
  let given: unknown;
  try {
    given = await answer;
  } catch (cause) {
    throw new ProtocolError('timed-out', operation, 'the agent did not answer in time', { cause });
  }
  const checked = schema.safeParse(given);
  // Not the fault of the one who asked.
  if (!checked.success) throw new ProtocolError('unavailable', operation, 'the agent gave no proper answer');
  const reply: T = checked.data;
  if (isRefusal(reply)) throw new ProtocolError(knownCode(reply.error.code), operation, reply.error.message);
  return reply as Extract<T, { readonly ok: true }>;
}

function isRefusal(reply: Reply): reply is Extract<Reply, { readonly ok: false }> {
  return !reply.ok;
}

function knownCode(code: string): ErrorCode {
  return Object.hasOwn(ERROR_STATUS, code) ? (code as ErrorCode) : 'unavailable';
}
