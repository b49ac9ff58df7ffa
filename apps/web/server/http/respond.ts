import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
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

/**
 * Answers with text that a browser keeps as a file. Rejects with what failed while its parts were made: the connection is ended then, so
 * that nobody takes a part for the whole. Whoever hangs up has not failed.
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: { readonly text: string | AsyncIterable<string>; readonly type: string; readonly fileName: string },
): Promise<void> {
  const { text } = file;
  const bytes = typeof text === 'string' ? Buffer.from(text) : undefined;
  response.writeHead(200, {
    'Content-Type': `${file.type}; charset=utf-8`,
    ...(bytes && { 'Content-Length': bytes.byteLength }),
    'Content-Disposition': `attachment; filename="${file.fileName.replaceAll(/[^\w.-]/g, '_')}"`,
    'Cache-Control': 'no-store',
  });
  if (request.method === 'HEAD') response.end();
  else if (typeof text === 'string') response.end(bytes);
  else
    await pipeline(text, response).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    });
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
