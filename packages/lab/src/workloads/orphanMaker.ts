import koffi from 'koffi';
import { MSG_DONTWAIT, MSG_NOSIGNAL } from '../libc/constants.ts';
import { libc } from '../libc/libc.ts';
import { connectTcp, pendingError } from '../libc/sockets.ts';
import { targetEndpoint } from '../workload/endpoint.ts';
import { runWorkload } from '../workload/main.ts';
import { paced } from '../workload/pace.ts';

runWorkload<'orphanMaker'>(({ options }) => {
  const target = targetEndpoint(options);
  const perSecond = options.number('perSecond', [0.1, 1000], 20);
  const total = options.number('total', [1, 10_000], 100);
  const message = Buffer.alloc(options.number('bytes', [1, 10_000_000], 100_000), 'x');
  const counts = { made: 0, failed: 0 };
  let begun = 0;

  const leave = (fd: number): void => {
    if (pendingError(fd) === 0 && libc.send(fd, message, message.length, MSG_DONTWAIT | MSG_NOSIGNAL) > 0)
      counts.made++;
    else counts.failed++;
    libc.close(fd);
  };
  const stop = paced(perSecond, (due) => {
    for (let left = Math.min(due, total - begun); left > 0; left--) {
      const fd = connectTcp(target);
      const watch = koffi.node.poll(fd, { writable: true }, () => {
        watch.close();
        leave(fd);
      });
      begun++;
    }
    if (begun === total) stop();
  });
  return { ready: {}, end: () => counts };
});
