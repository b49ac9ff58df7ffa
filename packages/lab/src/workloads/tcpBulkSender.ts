import { once } from 'node:events';
import { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
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
      bytes += chunk.length;
      if (chunk.length === 0) await setTimeout(WAKE_MS);
      else if (!socket.write(chunk)) await once(socket, 'drain');
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
