import type { IncomingMessage } from 'node:http';

/** Why a request is turned away before anything reads it. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const MAX_URL_LENGTH = 4096;

/** localhost, 127.x.x.x or [::1], with or without a port: the only names under which a page of this server can be open. */
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/**
 * Checks what every request and every upgrade must fulfil. The Host check stops DNS rebinding: a foreign page whose name
 * was pointed at 127.0.0.1 still sends its own name. The Origin check stops foreign pages that call us by our right name;
 * programs send no Origin.
 */
export function refusalOf(request: IncomingMessage): Refusal | undefined {
  const { url = '', headers } = request;
  if (url.length > MAX_URL_LENGTH) {
    return { status: 414, code: 'too-large', message: `an address has at most ${MAX_URL_LENGTH} characters` };
  }
  if (!url.startsWith('/') || !/^[\x21-\x7e]*$/.test(url)) {
    return { status: 400, code: 'bad-request', message: 'the request target must be a path' };
  }
  const host = headers.host ?? '';
  if (!LOOPBACK_HOST.test(host)) {
    return { status: 403, code: 'forbidden', message: 'the Host header must name this machine: localhost' };
  }
  const { origin } = headers;
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    return { status: 403, code: 'forbidden', message: 'requests from pages of other origins are refused' };
  }
  return undefined;
}
