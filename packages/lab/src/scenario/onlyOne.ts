import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * Waits until no other process of this machine holds `what`, and holds it until it is disposed of or the process ends: for what the
 * kernel has once for all network namespaces, like the limit of tracked connections and the worker that clears their tables.
 */
export const onlyOne = async (what: string): Promise<AsyncDisposable> => {
  const path = `\0netstrata-lab-${what}`;
  for (;;) {
    const server = createServer();
    server.listen(path);
    try {
      await once(server, 'listening');
      server.unref();
      const held = new Set<() => void>();
      server.on('connection', (socket) => {
        socket.on('error', () => {}).unref();
        held.add(() => socket.destroy());
      });
      return {
        [Symbol.asyncDispose]: async () => {
          server.close();
          for (const end of held) end();
        },
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
    // The holder's end of this closes when it lets go.
    const waiting = connect(path).on('error', () => {});
    waiting.resume();
    await new Promise((resolve) => waiting.once('close', resolve));
  }
};
