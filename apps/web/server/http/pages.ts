import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, Server } from 'node:http';
import { join } from 'node:path';
import { StartError } from '../start/StartError.ts';
import type { Handler } from './frontDoor.ts';
import { pagePolicy } from './headers.ts';
import { openPackedFiles } from './packedFiles.ts';
import { sendError } from './respond.ts';

/** apps/web, where Next finds its configuration and its build. */
const WEB_FOLDER = join(import.meta.dirname, '..', '..');

export interface Pages {
  readonly handle: Handler;
  close(): Promise<void>;
}

export interface PagesOptions {
  readonly dev: boolean;
  readonly build: string | undefined;
  readonly host: string;
  readonly port: number;
  /** Where Next may attach its upgrade handler. */
  readonly server: Server;
  /** The origin that a request's page is of. */
  readonly originOf: (request: IncomingMessage) => string;
  readonly onError: (error: unknown) => void;
}

/** Tells a page which build it is of. */
const BUILD_HEADER = 'x-netstrata-build';

/** @returns the id of the build @throws StartError unless the pages were built; a development server builds them on demand */
export function requireBuild(folder: string = WEB_FOLDER): string {
  try {
    return readFileSync(join(folder, '.next', 'BUILD_ID'), 'utf8').trim();
  } catch (cause) {
    throw new StartError(
      'The pages are not built yet: start with `npm start`, or run `npx turbo run build` first.',
      1,
      { cause },
    );
  }
}

/** Loads Next and makes it ready to answer. */
export async function openPages({ dev, build, host, port, server, originOf, onError }: PagesOptions): Promise<Pages> {
  // Next and React choose their build by this variable when they are loaded.
  process.env['NODE_ENV' as string] = dev ? 'development' : 'production';
  process.env['NEXT_TELEMETRY_DISABLED'] = '1';
  const loaded = await import('next');
  // A CommonJS module whose export is the function itself; its types wrap it once more.
  const next = loaded.default as unknown as typeof loaded.default.default;
  if (!dev) await loadQuietly();
  const app = next({ dev, dir: WEB_FOLDER, hostname: host, port, httpServer: server, quiet: !dev });
  await app.prepare();
  const nextHandle = app.getRequestHandler();
  const packed = dev ? undefined : openPackedFiles(join(WEB_FOLDER, '.next', 'static'));
  const handle: Handler = (request, response) => {
    const { method, headers } = request;
    if (!dev && method !== 'GET' && method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      sendError(request, response, { status: 405, code: 'method-not-allowed', message: 'pages answer GET and HEAD' });
      return;
    }
    if (packed?.(request, response)) return;
    const policy = pagePolicy({ nonce: randomBytes(16).toString('base64'), origin: originOf(request), dev });
    response.setHeader('Content-Security-Policy', policy);
    // Next reads the nonce for its own scripts from the policy of the request.
    headers['content-security-policy'] = policy;
    // Whatever a browser says of it.
    if (build === undefined) delete headers[BUILD_HEADER];
    else headers[BUILD_HEADER] = build;
    nextHandle(request, response).catch((error: unknown) => {
      onError(error);
      if (response.headersSent) response.destroy();
      else sendError(request, response, { status: 500, code: 'internal', message: 'the page could not be rendered' });
    });
  };
  return { handle, close: () => app.close() };
}

/** Next keeps a configuration that is loaded: it would print how long that took if it did so itself. */
async function loadQuietly(): Promise<void> {
  const { default: config } = await import('next/dist/server/config.js');
  await config.default('phase-production-server', WEB_FOLDER);
}
