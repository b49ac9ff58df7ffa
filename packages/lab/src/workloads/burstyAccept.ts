import { libc } from '../libc/libc.ts';
import { acceptOne, listenTcp, localPortOf } from '../libc/sockets.ts';
import { listenEndpoint } from '../workload/endpoint.ts';
import { runWorkload } from '../workload/main.ts';

runWorkload<'burstyAccept'>(({ options }) => {
  const endpoint = listenEndpoint(options);
  const backlog = options.number('backlog', [0, 65535], 8);
  const burst = options.number('burst', [1, 10_000], 4);
  const everyMs = options.number('everyMs', [10, 60_000], 500);
  const listener = listenTcp(endpoint, backlog);
  let accepted = 0;
  setInterval(() => {
    for (let taken = 0; taken < burst; taken++) {
      const fd = acceptOne(listener);
      if (fd === undefined) return;
      accepted++;
      libc.close(fd);
    }
  }, everyMs);
  return { ready: { port: localPortOf(listener) }, end: () => ({ accepted }) };
});
