import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { errnoOf, StartError } from '../start/StartError.ts';

/** Where a program of this machine finds a server that listens on all addresses. */
const LOOPBACK_OF: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/**
 * Listens, and gives the port and the address to type.
 * @throws StartError that says what to do about a taken or forbidden port
 */
export async function listen(
  server: Server,
  { port, host, scheme = 'http' }: { readonly port: number; readonly host: string; readonly scheme?: 'http' | 'https' },
): Promise<{ readonly port: number; readonly url: string }> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new StartError(sentenceFor(errnoOf(error), port, host), 1, { cause: error });
  }
  const bound = (server.address() as AddressInfo).port;
  const name = LOOPBACK_OF[host] ?? host;
  return { port: bound, url: `${scheme}://${name.includes(':') ? `[${name}]` : name}:${bound}` };
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
