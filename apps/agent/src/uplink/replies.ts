import { DETAIL_KINDS } from '@netstrata/metrics/details';
import type { FrameReply, HelloReply, Watch, WireError } from '@netstrata/protocol/types';

/**
 * Checks of the small messages that the server sends. By hand, since the schema library that checks everything on the server
 * costs 16 MB, more than all the rest of the agent's code. Each gives undefined for what is not the message.
 */

type Fields = Readonly<Record<string, unknown>>;

const MOST_TEXT = 1000;

export function helloReplyOf(value: unknown): HelloReply | undefined {
  const fields = fieldsOf(value);
  if (fields?.['ok'] === false) return refusedReply(fields);
  const { ok, committedSeq } = fields ?? {};
  const watch = watchOf(value);
  return ok === true && isSeq(committedSeq) && watch !== undefined ? { ok, committedSeq, ...watch } : undefined;
}

export function frameReplyOf(value: unknown): FrameReply | undefined {
  const fields = fieldsOf(value);
  if (fields?.['ok'] === false) return refusedReply(fields);
  const { ok, committedSeq } = fields ?? {};
  return ok === true && isSeq(committedSeq) ? { ok, committedSeq } : undefined;
}

/** Kinds that this agent does not know are left out: a newer server may offer more. */
export function watchOf(value: unknown): Watch | undefined {
  const { watched, details } = fieldsOf(value) ?? {};
  if (typeof watched !== 'boolean' || !Array.isArray(details)) return undefined;
  return { watched, details: DETAIL_KINDS.filter((kind) => details.includes(kind)) };
}

/** Of an answer of any kind: the error that it is, if it is one. */
export function refusalOf(value: unknown): WireError | undefined {
  const fields = fieldsOf(value);
  return fields?.['ok'] === false ? refusedReply(fields)?.error : undefined;
}

function refusedReply(fields: Fields): { readonly ok: false; readonly error: WireError } | undefined {
  const { code, message } = fieldsOf(fields['error']) ?? {};
  if (typeof code !== 'string' || typeof message !== 'string') return undefined;
  return { ok: false, error: { code: code.slice(0, MOST_TEXT), message: message.slice(0, MOST_TEXT) } };
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
}

function isSeq(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
