import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers with JSON text or bytes that are JSON already; a HEAD request gets the headers alone. */
export function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: string | Uint8Array,
) {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': bytes.byteLength,
    'Cache-Control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

export function sendError(
  request: IncomingMessage,
  response: ServerResponse,
  error: { readonly status: number; readonly code: string; readonly message: string },
): void {
  const { status, code, message } = error;
  sendJson(request, response, status, `${JSON.stringify({ error: { code, message } })}\n`);
}
