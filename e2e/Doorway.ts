import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
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
  readonly socketPath: string;
  readonly #forwarder: ChildProcess;

  private constructor(socketPath: string, forwarder: ChildProcess) {
    this.socketPath = socketPath;
    this.#forwarder = forwarder;
  }

  static async open(namespace: Namespace, port: number, folder: string): Promise<Doorway> {
    const socketPath = join(folder, `door-${port}`);
    const forwarder = namespace.spawn(process.execPath, ['-e', FORWARD, socketPath, String(port)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    await Promise.race([
      once(forwarder, 'message'),
      once(forwarder, 'exit').then(([code]) => Promise.reject(new Error(`the doorway ended with ${code}`))),
    ]);
    return new Doorway(socketPath, forwarder);
  }

  async close(): Promise<void> {
    if (this.#forwarder.exitCode !== null || this.#forwarder.signalCode !== null) return;
    this.#forwarder.kill('SIGTERM');
    await once(this.#forwarder, 'exit');
  }
}
