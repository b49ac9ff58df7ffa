import { libc } from '../libc/libc.ts';
import { onReadable } from '../libc/onReadable.ts';
import { acceptOne, listenTcp, localPortOf, receive } from '../libc/sockets.ts';
import { BUFFER_BOUNDS, listenEndpoint } from '../workload/endpoint.ts';
import { runWorkload } from '../workload/main.ts';
import { paced } from '../workload/pace.ts';

/** Reads a second of each connection: small enough that the reader looks slow rather than stopped. */
const READS_PER_SECOND = 20;
/** Once it reads everything. */
const LARGE_PART_BYTES = 256 * 1024;
const READS_AT_ONCE = 100;

runWorkload<'slowReader'>(({ options }) => {
  const endpoint = listenEndpoint(options);
  const rcvbuf = options.optionalNumber('rcvbuf', BUFFER_BOUNDS);
  const bytesPerSecond = options.number('bytesPerSecond', [0, 1e9], 10_000);
  const readEveryMs = options.optionalNumber('readEveryMs', [100, 60_000]);
  const listener = listenTcp(endpoint, 128, { rcvbuf });
  const open = new Set<number>();
  let part = Buffer.alloc(
    readEveryMs === undefined ? Math.max(1, Math.round(bytesPerSecond / READS_PER_SECOND)) : LARGE_PART_BYTES,
  );
  let connections = 0;
  let bytes = 0;

  onReadable(listener, () => {
    for (let fd = acceptOne(listener); fd !== undefined; fd = acceptOne(listener)) {
      connections++;
      open.add(fd);
    }
  });
  /** @returns whether there was something */
  const readOne = (fd: number): boolean => {
    const length = receive(fd, part);
    if (length === 0) {
      open.delete(fd);
      libc.close(fd);
    }
    bytes += length ?? 0;
    return (length ?? 0) > 0;
  };
  const readAll = (): void => {
    for (const fd of open) for (let left = READS_AT_ONCE; left > 0 && readOne(fd); left--);
  };
  let halt = (): void => undefined;
  if (readEveryMs !== undefined) {
    const timer = setInterval(readAll, readEveryMs);
    halt = () => clearInterval(timer);
  } else if (bytesPerSecond > 0)
    halt = paced(READS_PER_SECOND, (due) => {
      for (let left = due; left > 0; left--) for (const fd of open) readOne(fd);
    });
  return {
    ready: { port: localPortOf(listener) },
    obey: () => {
      halt();
      part = Buffer.alloc(LARGE_PART_BYTES);
      const timer = setInterval(readAll, 10);
      halt = () => clearInterval(timer);
    },
    end: () => ({ bytes, connections }),
  };
});
