import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Namespace } from '@netstrata/lab';

/** Run inside: every connection to a unix socket goes on to a port of the namespace's loopback. */
const FORWARD = `
const net = require('node:net');
const [path, port] = process.argv.slice(1);
net.createServer((outer) => {
  const inner = net.connect(Number(port), '127.0.0.1');
  for (const [one, other] of [[outer, inner], [inner, outer]]) one.on('error', () => other.destroy()).pipe(other);
}).listen(path, () => process.send('open'));`;

/**
 * A way from outside to a server on the loopback of a network namespace: namespaces have networks of their own, but
 * they share the file system, and so its unix sockets.
 */
export class Doorway {
  /** Where a browser outside finds the server. */
  readonly url: string;
  readonly #forwarder: ChildProcess;
  readonly #outside: Server;

  private constructor(url: string, forwarder: ChildProcess, outside: Server) {
    this.url = url;
    this.#forwarder = forwarder;
    this.#outside = outside;
  }

  static async open(namespace: Namespace, port: number, folder: string): Promise<Doorway> {
    const path = join(folder, `door-${port}`);
    const forwarder = namespace.spawn(process.execPath, ['-e', FORWARD, path, String(port)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    await Promise.race([
      once(forwarder, 'message'),
      once(forwarder, 'exit').then(([code]) => Promise.reject(new Error(`the doorway ended with ${code}`))),
    ]);
    const outside = createServer((visitor) => couple(visitor, connect(path))).listen(0, '127.0.0.1');
    await once(outside, 'listening');
    const { port: outsidePort } = outside.address() as AddressInfo;
    return new Doorway(`http://127.0.0.1:${outsidePort}`, forwarder, outside);
  }

  async close(): Promise<void> {
    this.#outside.close();
    if (this.#forwarder.exitCode !== null || this.#forwarder.signalCode !== null) return;
    this.#forwarder.kill('SIGTERM');
    await once(this.#forwarder, 'exit');
  }
}

const couple = (one: Socket, other: Socket): void => {
  one.on('error', () => other.destroy()).pipe(other);
  other.on('error', () => one.destroy()).pipe(one);
};
