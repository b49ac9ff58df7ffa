import { once } from 'node:events';
import { Socket } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
import koffi from 'koffi';
import { LibcError } from '../libc/libc.ts';
import { connectTcp, pendingError, sendBufferOf } from '../libc/sockets.ts';
import { pathInfoOf } from '../libc/tcp-info.ts';
import { BUFFER_BOUNDS, targetEndpoint } from '../workload/endpoint.ts';
import { runWorkload } from '../workload/main.ts';

const CHUNK = Buffer.alloc(256 * 1024, 'x');
/** A program that has little to send writes it in parts. */
const PART = 32 * 1024;
const WAKE_MS = 10;

const writable = (fd: number): Promise<void> =>
  new Promise((resolve) => {
    const watch = koffi.node.poll(fd, { writable: true }, () => {
      watch.close();
      resolve();
    });
  });

runWorkload<'tcpBulkSender'>(async ({ options, say, finish }) => {
  const target = targetEndpoint(options);
  const sndbuf = options.optionalNumber('sndbuf', BUFFER_BOUNDS);
  const congestion = options.optionalText('congestion');
  const pacedBytesPerSecond = options.optionalNumber('pacedBytesPerSecond', [1, 2 ** 31 - 1]);
  const limit = options.number('bytes', [1, 2 ** 50], Number.POSITIVE_INFINITY);
  const bytesPerSecond = options.optionalNumber('bytesPerSecond', [1, 2 ** 50]);
  const fd = connectTcp(target, { sndbuf, congestion, pacedBytesPerSecond });
  await writable(fd);
  const error = pendingError(fd);
  if (error !== 0) throw new LibcError(`connect ${target.address}:${target.port}`, error);

  const socket = new Socket({ fd });
  const startMs = performance.now();
  let bytes = 0;
  let path = pathInfoOf(fd);
  const figures = () => ({ bytes, elapsedMs: Math.round(performance.now() - startMs), ...path });
  let givenUp = 0;
  /** Written at once at least: a part, or what comes while it sleeps. Less, again and again, would leave no time for anything else. */
  const least = bytesPerSecond === undefined ? 1 : Math.max(1, Math.min(PART, (bytesPerSecond * WAKE_MS) / 1000));
  /** Bytes that the program has by now and has not written yet. */
  const due = (): number => {
    if (bytesPerSecond === undefined) return limit - bytes;
    const all = (bytesPerSecond * (performance.now() - startMs)) / 1000;
    givenUp = Math.max(givenUp, all - bytesPerSecond - bytes);
    return Math.min(limit - bytes, Math.floor(all - givenUp) - bytes, PART);
  };
  const pump = async (): Promise<void> => {
    while (bytes < limit) {
      const chunk = CHUNK.subarray(0, due());
      if (chunk.length < Math.min(least, limit - bytes)) {
        await setTimeout(WAKE_MS);
        continue;
      }
      bytes += chunk.length;
      if (socket.write(chunk)) await setImmediate();
      else await once(socket, 'drain');
    }
    path = pathInfoOf(fd);
    socket.end();
    await once(socket, 'close');
    finish();
  };
  socket.on('error', finish);
  pump().catch(finish);
  setInterval(() => {
    if (!socket.destroyed) path = pathInfoOf(fd);
    say('progress', figures());
  }, 1000);
  return { ready: { sndbuf: sendBufferOf(fd) }, end: figures };
});
