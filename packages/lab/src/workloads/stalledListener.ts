import koffi from 'koffi';
import { libc } from '../libc/libc.ts';
import { acceptOne, listenTcp, localPortOf } from '../libc/sockets.ts';
import { listenEndpoint } from '../workload/endpoint.ts';
import { runWorkload } from '../workload/main.ts';

runWorkload<'stalledListener'>(({ options, say }) => {
  const endpoint = listenEndpoint(options);
  const backlog = options.number('backlog', [0, 65535], 8);
  const acceptAfterMs = options.optionalNumber('acceptAfterMs', [0, 3_600_000]);
  const reusePort = options.flag('reusePort', false);
  const listener = listenTcp(endpoint, backlog, { reusePort });
  let accepted = 0;
  let watch: ReturnType<typeof koffi.node.poll> | undefined;
  const acceptAll = (): void => {
    for (let fd = acceptOne(listener); fd !== undefined; fd = acceptOne(listener)) {
      accepted++;
      libc.close(fd);
    }
  };
  const accept = (): void => {
    if (watch) return;
    acceptAll();
    watch = koffi.node.poll(listener, { readable: true }, acceptAll);
    say('accepting', { accepted });
  };
  const stall = (): void => {
    watch?.close();
    watch = undefined;
    say('stalled', { accepted });
  };
  if (acceptAfterMs !== undefined) setTimeout(accept, acceptAfterMs);
  return {
    ready: { port: localPortOf(listener) },
    obey: (command) => (command === 'accept' ? accept() : stall()),
    end: () => ({ accepted }),
  };
});
