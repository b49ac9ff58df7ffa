import { globSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'application/javascript; charset=UTF-8',
  '.css': 'text/css; charset=UTF-8',
};
const ADDRESS = '/_next/static/';

/** Answers a request for a file that the build packed, for a browser that can unpack it. @returns whether it did */
export type PackedFiles = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Whether `br` is among what the browser takes, and not refused by a weight of 0. */
export const takesBrotli = (accepted: string | undefined): boolean =>
  (accepted ?? '').split(',').some((each) => {
    const [name = '', ...parameters] = each.split(';').map((part) => part.trim().toLowerCase());
    return name === 'br' && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });

/**
 * The scripts and style sheets that `pack.mjs` packed, held in memory: about a megabyte. Only their exact addresses are answered, so that no
 * path of a request ever reaches the disk. Without such files everything is left to Next.
 */
export function openPackedFiles(staticFolder: string): PackedFiles {
  const files: ReadonlyMap<string, { readonly bytes: Buffer; readonly type: string | undefined }> = new Map(
    globSync('**/*.br', { cwd: staticFolder }).map((file) => {
      const name = file.slice(0, -'.br'.length);
      const bytes = readFileSync(join(staticFolder, file));
      return [`${ADDRESS}${name.split(sep).join('/')}`, { bytes, type: TYPES[extname(name)] }] as const;
    }),
  );
  return ({ url = '', method, headers }, response) => {
    const [path = ''] = url.split('?');
    const file = files.get(path);
    if (file?.type === undefined || (method !== 'GET' && method !== 'HEAD')) return false;
    response.setHeader('Vary', 'Accept-Encoding');
    if (!takesBrotli(headers['accept-encoding'])) return false;
    response.writeHead(200, {
      'Content-Type': file.type,
      'Content-Encoding': 'br',
      'Content-Length': file.bytes.length,
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
    response.end(method === 'HEAD' ? undefined : file.bytes);
    return true;
  };
}
