import type { FrameReply, HelloReply, WireError } from '@netstrata/protocol/types';

/**
 * Checks of the three small messages that the server sends. By hand, since the schema library that checks everything on the server
 * costs 16 MB, more than all the rest of the agent's code. Each gives undefined for what is not the message.
 */

type Fields = Readonly<Record<string, unknown>>;

const MOST_TEXT = 1000;

export function helloReplyOf(value: unknown): HelloReply | undefined {
  const fields = fieldsOf(value);
  if (fields?.['ok'] === false) return refusalOf(fields);
  const { ok, committedSeq, watched } = fields ?? {};
  return ok === true && isSeq(committedSeq) && typeof watched === 'boolean' ? { ok, committedSeq, watched } : undefined;
}

export function frameReplyOf(value: unknown): FrameReply | undefined {
  const fields = fieldsOf(value);
  if (fields?.['ok'] === false) return refusalOf(fields);
  const { ok, committedSeq } = fields ?? {};
  return ok === true && isSeq(committedSeq) ? { ok, committedSeq } : undefined;
}

export function watchedOf(value: unknown): boolean | undefined {
  const watched = fieldsOf(value)?.['watched'];
  return typeof watched === 'boolean' ? watched : undefined;
}

function refusalOf(fields: Fields): { readonly ok: false; readonly error: WireError } | undefined {
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
