import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, Socket } from 'node:net';
import { insideNamespace } from '../libc/enterNamespace.ts';
import { libc } from '../libc/libc.ts';
import { connectTcp, isConnected } from '../libc/sockets.ts';
import type { Namespace } from '../namespace/namespace.ts';

const LOOPBACK = '127.0.0.1';
const HANDSHAKE_LIMIT_MS = 1000;

/** A way from outside to a server on the loopback of a network namespace, for browsers and for `fetch`. */
export class Doorway {
  /** Where the server is found from outside. */
  readonly url: string;
  readonly #outside: Server;
  readonly #open: Set<Socket>;

  private constructor(outside: Server, open: Set<Socket>) {
    this.url = `http://${LOOPBACK}:${(outside.address() as AddressInfo).port}`;
    this.#outside = outside;
    this.#open = open;
  }

  /** Opens it on a port of loopback, a free one unless said. */
  static async open(namespace: Namespace, port: number, outsidePort = 0): Promise<Doorway> {
    const open = new Set<Socket>();
    const keep = (socket: Socket): void => {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    };
    const outside = createServer((visitor) => {
      const inner = connectInside(namespace, port);
      if (inner === undefined) {
        visitor.destroy();
        return;
      }
      for (const socket of [visitor, inner]) keep(socket);
      for (const [one, other] of [
        [visitor, inner],
        [inner, visitor],
      ] as const)
        one.on('error', () => other.destroy()).pipe(other);
    });
    outside.listen(outsidePort, LOOPBACK);
    await once(outside, 'listening');
    return new Doorway(outside, open);
  }

  async close(): Promise<void> {
    this.#outside.close();
    for (const socket of this.#open) socket.destroy();
  }
}

/** @returns undefined when the server is gone, and its namespace perhaps with it */
const connectInside = ({ path }: Namespace, port: number): Socket | undefined => {
  try {
    const fd = insideNamespace(path, () => connectTcp({ address: LOOPBACK, port }));
    // On loopback the handshake is over when connect() returns, unless the kernel has more to do than that.
    if (isConnected(fd, HANDSHAKE_LIMIT_MS)) return new Socket({ fd });
    libc.close(fd);
    return undefined;
  } catch {
    return undefined;
  }
};
