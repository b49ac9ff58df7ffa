import { once } from 'node:events';
import type { Server } from 'node:net';

/** Starts to listen on a port that the kernel chooses. */
export async function portOf(server: Server, options: { host: string; backlog?: number }): Promise<number> {
  server.listen({ ...options, port: 0 });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not an internet address');
  return address.port;
}
