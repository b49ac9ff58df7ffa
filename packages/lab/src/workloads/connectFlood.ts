import { ECONNREFUSED, POLLOUT } from '../libc/constants.ts';
import { LibcError, libc } from '../libc/libc.ts';
import { connectTcp, pendingError } from '../libc/sockets.ts';
import { targetEndpoint } from '../workload/endpoint.ts';
import { runWorkload } from '../workload/main.ts';
import { paced } from '../workload/pace.ts';

const POLLFD_BYTES = 8;

/** Those of the sockets whose connection has been made or has failed. */
const answered = (fds: readonly number[]): number[] => {
  const request = Buffer.alloc(fds.length * POLLFD_BYTES);
  for (const [at, fd] of fds.entries()) {
    request.writeInt32LE(fd, at * POLLFD_BYTES);
    request.writeInt16LE(POLLOUT, at * POLLFD_BYTES + 4);
  }
  libc.poll(request, fds.length, 0);
  return fds.filter((_fd, at) => request.readInt16LE(at * POLLFD_BYTES + 6) !== 0);
};

runWorkload<'connectFlood'>(({ options, finish }) => {
  const target = targetEndpoint(options);
  const perSecond = options.number('perSecond', [0.1, 5000], 50);
  const total = options.number('total', [1, 10_000], 100);
  const hold = options.flag('hold', true);
  const stay = options.flag('stay', false);
  const giveUpMs = options.number('giveUpMs', [10, 120_000], 3000);
  const startedMs = new Map<number, number>();
  const counts = { attempted: 0, connected: 0, refused: 0, unanswered: 0, noPort: 0 };

  const settle = (fd: number): void => {
    startedMs.delete(fd);
    const error = pendingError(fd);
    if (error === 0) counts.connected++;
    else if (error === ECONNREFUSED) counts.refused++;
    else counts.unanswered++;
    if (error !== 0 || !hold) libc.close(fd);
  };
  const giveUpOld = (): void => {
    for (const [fd, since] of startedMs) {
      if (performance.now() - since < giveUpMs) return;
      startedMs.delete(fd);
      counts.unanswered++;
      libc.close(fd);
    }
  };
  const attempt = (): void => {
    counts.attempted++;
    try {
      startedMs.set(connectTcp(target), performance.now());
    } catch (error) {
      if (!(error instanceof LibcError && error.code === 'EADDRNOTAVAIL')) throw error;
      counts.noPort++;
    }
  };
  const stop = paced(perSecond, (due) => {
    for (let left = Math.min(due, total - counts.attempted); left > 0; left--) attempt();
    if (counts.attempted === total) stop();
  });
  setInterval(() => {
    for (const fd of answered([...startedMs.keys()])) settle(fd);
    giveUpOld();
    if (counts.attempted === total && startedMs.size === 0 && !stay) finish();
  }, 20);
  return { ready: {}, end: () => counts };
});
