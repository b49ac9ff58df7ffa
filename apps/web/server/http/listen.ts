import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errnoOf, StartError } from '../start/StartError.ts';

/**
 * Listens, and gives the port and the address to type.
 * @throws StartError that says what to do about a taken or forbidden port
 */
export async function listen(
  server: Server,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<{ readonly port: number; readonly url: string }> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new StartError(sentenceFor(errnoOf(error), port, host), 1, { cause: error });
  }
  const bound = (server.address() as AddressInfo).port;
  return { port: bound, url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}` };
}

function sentenceFor(code: string | undefined, port: number, host: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is taken: end the program that uses it, or choose another with --port or NETSTRATA_PORT (0 picks a free one).`;
    case 'EACCES':
      return `This user may not listen on port ${port}: choose one above 1023 with --port or NETSTRATA_PORT.`;
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${host}: choose 127.0.0.1 with --host or NETSTRATA_HOST.`;
    default:
      return `The server cannot listen on ${host} port ${port} (${code ?? 'unknown error'}): choose another with --host and --port.`;
  }
}
