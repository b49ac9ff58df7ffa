import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '@netstrata/protocol';
import type { Handler } from '../http/frontDoor.ts';
import { sendError } from '../http/respond.ts';

export interface PageGateOptions {
  readonly identify: (request: IncomingMessage) => Promise<Principal | undefined>;
  readonly dev: boolean;
  /** Takes the address that a wallboard link is; undefined when it is none that is good. Gives lines of Set-Cookie. */
  readonly openWall: (secret: string, request: IncomingMessage) => readonly string[] | undefined;
  readonly onError: (error: unknown) => void;
  /** Undefined serves no pages. */
  readonly pages: Handler | undefined;
}

/** What everybody may load: the code and pictures of the pages, which tell nothing of any host, and the pages to sign in. */
const PUBLIC = /^\/(_next\/static\/|icon\.svg$|favicon\.ico$|(sign-in|welcome)$)/;
/** A step up, as no browser sends it: it could lead from there to any page. */
const STEP_UP = /\/(\.|%2e){2}(\/|$)/i;
const PUBLIC_IN_DEV = /^\/(_next|__nextjs)/;
const WALL_OPEN = '/wall/open/';
const WALL = '/wall';

/** Only people who have signed in see pages; others are sent to sign in and come back to where they wanted to go. */
export function gatePages({ identify, dev, openWall, onError, pages }: PageGateOptions): Handler {
  const show = pages ?? noPage;
  const decide = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url = '/' } = request;
    const [path = '/'] = url.split('?');
    if (pages === undefined && !path.startsWith(WALL_OPEN)) return noPage(request, response);
    const isPublic = PUBLIC.test(path) && !STEP_UP.test(path);
    if (isPublic || (dev && PUBLIC_IN_DEV.test(path))) return show(request, response);
    if (path.startsWith(WALL_OPEN)) {
      const cookies = openWall(path.slice(WALL_OPEN.length), request);
      if (cookies === undefined) return redirect(response, '/sign-in?reason=wall');
      response.setHeader('Set-Cookie', cookies);
      return redirect(response, WALL + url.slice(path.length));
    }
    const who = await identify(request).catch(() => undefined);
    if (who === undefined) return redirect(response, `/sign-in?next=${encodeURIComponent(url.slice(0, 1000))}`);
    if (who.kind === 'wall' && path !== WALL) return redirect(response, WALL);
    return show(request, response);
  };
  return (request, response) => {
    decide(request, response).catch((error: unknown) => {
      onError(error);
      sendError(request, response, {
        status: 500,
        code: 'internal',
        message: 'the server could not answer; its log says why',
      });
    });
  };
}

function redirect(response: ServerResponse, to: string): void {
  response.writeHead(303, { Location: to, 'Cache-Control': 'no-store', 'Content-Length': 0 });
  response.end();
}

const noPage: Handler = (request, response) =>
  sendError(request, response, { status: 404, code: 'not-found', message: 'this server has no pages' });
