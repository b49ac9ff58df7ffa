import type { IncomingMessage } from 'node:http';
import { ProtocolError } from '@netstrata/protocol';

/** Of a body that a client sends. */
export const MOST_BYTES = 64 * 1024;

/**
 * The JSON body of a request. Only as `application/json`: a form of a foreign page cannot send that without asking first.
 * Rejects with ProtocolError `bad-request` or `too-large`; the rest of a body that is too large is not read.
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json(\s*;|$)/i.test(type))
    throw new ProtocolError('bad-request', 'api', 'the body must be JSON, with Content-Type: application/json');
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.byteLength;
      if (bytes > MOST_BYTES) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof ProtocolError) throw cause;
    // Whoever hangs up in the middle is no fault of ours, and fills no log.
    throw new ProtocolError('bad-request', 'api', 'the body did not come whole', { cause });
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch (cause) {
    throw new ProtocolError('bad-request', 'api', 'the body is not JSON', { cause });
  }
}

const tooLarge = (): ProtocolError => new ProtocolError('too-large', 'api', `a body has at most ${MOST_BYTES} bytes`);
