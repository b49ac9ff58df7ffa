import type { IncomingMessage } from 'node:http';
import type { Addresses } from './Addresses.ts';
import { MOST_BYTES } from './readJson.ts';

/** Why a request is turned away before anything reads it. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const MAX_URL_LENGTH = 4096;

/**
 * Checks what every request and every upgrade must fulfil. The Host check stops DNS rebinding: a foreign page whose name
 * was pointed at 127.0.0.1 still sends its own name. The Origin check stops foreign pages that call us by our right name;
 * programs send no Origin.
 */
export function refusalOf(request: IncomingMessage, addresses: Addresses): Refusal | undefined {
  const { url = '', headers, socket } = request;
  if (url.length > MAX_URL_LENGTH) {
    return { status: 414, code: 'too-large', message: `an address has at most ${MAX_URL_LENGTH} characters` };
  }
  if (!url.startsWith('/') || !/^[\x21-\x7e]*$/.test(url)) {
    return { status: 400, code: 'bad-request', message: 'the request target must be a path' };
  }
  const host = headers.host ?? '';
  if (!addresses.isOwnHost(host, socket.localAddress)) {
    const message =
      'the Host header must name this server: its address, localhost, or the name given with --public-url';
    return { status: 403, code: 'forbidden', message };
  }
  if (url.startsWith('/socket.io/') && Number(headers['content-length'] ?? 0) > MOST_BYTES)
    return { status: 413, code: 'too-large', message: `a body has at most ${MOST_BYTES} bytes` };
  const { origin } = headers;
  if (origin !== undefined && !addresses.isOwnOrigin(origin, host)) {
    return { status: 403, code: 'forbidden', message: 'requests from pages of other origins are refused' };
  }
  return undefined;
}
