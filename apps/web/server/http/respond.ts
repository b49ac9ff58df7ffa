import type { IncomingMessage, ServerResponse } from 'node:http';
import { inLanguage } from '../language/inLanguage.ts';
import { localeOfRequest } from '../language/localeOfRequest.ts';

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

/** Answers with text that a browser keeps as a file. */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: { readonly text: string; readonly type: string; readonly fileName: string },
): void {
  const bytes = Buffer.from(file.text);
  response.writeHead(200, {
    'Content-Type': `${file.type}; charset=utf-8`,
    'Content-Length': bytes.byteLength,
    'Content-Disposition': `attachment; filename="${file.fileName.replaceAll(/[^\w.-]/g, '_')}"`,
    'Cache-Control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

/** Answers with an error as the API writes it, in the language of who asks. */
export function sendError(
  request: IncomingMessage,
  response: ServerResponse,
  error: { readonly status: number; readonly code: string; readonly message: string },
): void {
  const { status, code, message } = error;
  const body = inLanguage({ error: { code, message } }, localeOfRequest(request));
  sendJson(request, response, status, `${JSON.stringify(body)}\n`);
}
